"""Our additions to nbgrader's steps: a test cell earns what its one result says, and feedback hides the tests."""

import re

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import List, Unicode

NUMBER = re.compile(r"\d+(\.\d+)?")


class OneResult(NbGraderPreprocessor):
    """Makes nbgrader's verdict safe: it gives full marks where it finds no number, and none for any warning."""

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type != "code" or not is_grade(cell):
            return cell, resources
        for output in cell.outputs:
            if output.output_type == "stream":
                output.name = "stdout"
        results = [output for output in cell.outputs if output.output_type == "execute_result"]
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed or (len(results) == 1 and self._is_score(results[0], cell.metadata.nbgrader["points"])):
            return cell, resources
        found = f"{len(results)} results" if len(results) != 1 else "a result that is no number of points"
        self.log.error("Test cell %s: expected one number of points, found %s", cell.metadata.nbgrader["grade_id"], found)
        cell.outputs.insert(0, new_output("error", ename="NoScore", evalue=found, traceback=[f"NoScore: {found}"]))
        return cell, resources

    @staticmethod
    def _is_score(output, points):
        text = "".join(output.data.get("text/plain", "")).strip()
        return bool(NUMBER.fullmatch(text)) and float(text) <= float(points)


class AsRun(NbGraderPreprocessor):
    """In place of running: the notebook as it was run, whatever has become of the file meanwhile."""

    notebook = None

    def preprocess(self, nb, resources):
        return self.notebook, resources


class HideTests(NbGraderPreprocessor):
    """Leaves of a test cell what a student may see: the visible tests and the report, no hidden code, no traceback."""

    begin = Unicode("BEGIN HIDDEN TESTS").tag(config=True)
    end = Unicode("END HIDDEN TESTS").tag(config=True)
    folders = List([], help="paths to leave out of what is shown").tag(config=True)

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type != "code":
            return cell, resources
        if is_grade(cell):
            cell.source = self._without_hidden(cell.source)
            cell.outputs = [self._without_traceback(output) for output in cell.outputs]
        for output in cell.outputs:
            self._leave_out_folders(output)
        return cell, resources

    def _without_hidden(self, source):
        lines, hidden = [], False
        for line in source.split("\n"):
            if self.begin in line:
                hidden = True
            elif self.end in line:
                hidden = False
            elif not hidden:
                lines.append(line)
        return "\n".join(lines)

    @staticmethod
    def _without_traceback(output):
        if output.output_type != "error":
            return output
        late = output.ename == "CellTimeoutError"
        reason = "they did not end in time" if late else "an error came before the first test"
        text = f"The tests could not be carried out: {reason}.\nRun this cell in your own copy to see where."
        return new_output("stream", name="stdout", text=text)

    def _leave_out_folders(self, output):
        for folder in self.folders:
            if "text" in output:
                output.text = output.text.replace(folder, "")
            if "traceback" in output:
                output.traceback = [line.replace(folder, "") for line in output.traceback]
            for kind, value in output.get("data", {}).items():
                if isinstance(value, str):
                    output.data[kind] = value.replace(folder, "")
