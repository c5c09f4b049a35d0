"""Grades submissions one after the other: python grade.py FOLDER GRADEBOOK HIDDEN_PATH...

FOLDER holds solutions/ and submitted/STUDENT/ASSIGNMENT/; autograded/ and feedback/ come to lie beside them. Each line on
stdin is a request {"do": ..., ...}, each line on stdout its answer. What nbgrader logs goes to stderr.
"""

import csv
import json
import os
import shutil
import signal
import sys

import nbformat
from course import Course
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.utils import is_grade

COLUMNS = (
    "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty score max_score"
).split()


class Grader:
    def __init__(self, folder, gradebook, *hide):
        if not os.path.exists(gradebook):
            self._make_gradebook(gradebook)
        self.course = Course(folder, gradebook, hide)
        self.folder = folder
        # Test cells must know that they are graded, whatever starts the kernel.
        os.environ["NBGRADER_EXECUTION"] = "autograde"

    def assignment(self, name):
        """Records an assignment's cells, hidden tests included, in the gradebook."""
        return {"problem": self.course.convert(GenerateAssignment, name)}

    def submission(self, student, assignment):
        """Autogrades one submission and writes its feedback."""
        try:
            problem = self.course.convert(Autograde, assignment, student)
            problem = problem or self.course.convert(GenerateFeedback, assignment, student)
            tested = problem or self._tested(student, assignment)
        finally:
            for step in ("submitted", "autograded"):
                shutil.rmtree(os.path.join(self.folder, step, student, assignment), ignore_errors=True)
        if problem:
            return {"problem": problem}
        return {**self._score(student, assignment), "tested": tested}

    def nothing(self, student, assignment):
        """Records a submission that cannot be graded: it is there, and worth nothing."""
        with Gradebook(self.course.url) as book:
            book.update_or_create_student(student)
            submission = book.update_or_create_submission(assignment, student)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score = 0
                    grade.needs_manual_grade = False
            book.db.commit()
        return self._score(student, assignment)

    def table(self, file):
        """Writes every grade as nbgrader's own export has it, but quoted."""
        with Gradebook(self.course.url) as book, open(file, "w", newline="", encoding="utf-8") as out:
            rows = csv.DictWriter(out, COLUMNS, lineterminator="\n")
            rows.writeheader()
            for assignment in book.assignments:
                for student in book.students:
                    rows.writerow(self._row(book, assignment, student))
        return {}

    @staticmethod
    def _make_gradebook(file):
        """Lets a new gradebook appear only once it is whole."""
        new = f"{file}.new"
        if os.path.exists(new):
            os.remove(new)
        Gradebook(f"sqlite:///{os.path.abspath(new)}").close()
        os.replace(new, file)

    @staticmethod
    def _row(book, assignment, student):
        row = {
            "assignment": assignment.name,
            "duedate": assignment.duedate,
            "student_id": student.id,
            "last_name": student.last_name,
            "first_name": student.first_name,
            "email": student.email,
            "max_score": assignment.max_score,
        }
        try:
            submission = book.find_submission(assignment.name, student.id)
        except MissingEntry:
            return {**row, "timestamp": "", "raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
        penalty = submission.late_submission_penalty
        return {
            **row,
            "timestamp": submission.timestamp,
            "raw_score": submission.score,
            "late_submission_penalty": penalty,
            "score": max(0.0, submission.score - penalty),
        }

    def _tested(self, student, assignment):
        """Whether any test cell came to a score: where none did, the reason may lie with this machine."""
        file = os.path.join(self.folder, "autograded", student, assignment, f"{assignment}.ipynb")
        tests = [cell for cell in nbformat.read(file, as_version=4).cells if is_grade(cell)]
        return any(all(output.output_type != "error" for output in cell.outputs) for cell in tests)

    def _score(self, student, assignment):
        with Gradebook(self.course.url) as book:
            submission = book.find_submission(assignment, student)
            return {"points": submission.score, "of": submission.max_score}


def stop(*_):
    raise KeyboardInterrupt


def main():
    # nbclient ends its kernel on the way out; a signal's default would leave it running.
    signal.signal(signal.SIGTERM, stop)
    # Whatever a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    grader = Grader(*sys.argv[1:])
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(grader, request.pop("do"))(**request)
        except Exception as error:
            answer = {"problem": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
