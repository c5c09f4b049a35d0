"""Runs submissions in the real kernel, as nbgrader does, one after the other: python run.py, asked as service.py tells.

Knows no gradebook: several of these run beside each other.
"""

import json
import os
import time

import nbformat
from course import settings
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_locked
from service import serve


class TimedExecute(Execute):
    """nbgrader's step, with the seconds that students' cells and tests took; in the first given cell the kernel starts."""

    seconds = 0.0

    def on_cell_execute(self, **_):
        self.begun = time.perf_counter()

    def on_cell_executed(self, cell, **told):
        if not self._is_given(cell):
            self.seconds += time.perf_counter() - self.begun
        super().on_cell_executed(cell=cell, **told)

    @staticmethod
    def _is_given(cell):
        return is_locked(cell) and not is_grade(cell)


class Runner:
    def __init__(self):
        self.settings = settings()
        # Test cells must know that they are graded, whatever starts the kernel.
        os.environ["NBGRADER_EXECUTION"] = "autograde"

    def run(self, file, exercise):
        """The notebook with the outputs of every cell; a cell that fails or takes too long stops nothing.

        It is written nowhere: what a student's program leaves running could change it there.
        """
        # The kernel recognises test cells by what their authors wrote.
        os.environ["VERTEILT_EXERCISE"] = exercise
        notebook = nbformat.read(file, as_version=4)
        execute = TimedExecute(config=self.settings)
        notebook, _ = execute.preprocess(notebook, {"metadata": {"path": os.path.dirname(file)}})
        # Half a character, as "😀"[0] is one, cannot be written to a file.
        whole = json.dumps(notebook, ensure_ascii=False).encode("utf-8", "replace")
        return {"seconds": execute.seconds, "ran": json.loads(whole)}


if __name__ == "__main__":
    serve(Runner())
