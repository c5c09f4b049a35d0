"""Keeps gradebooks, alone: python grade.py FOLDER HIDDEN_PATH..., asked as service.py tells.

FOLDER holds solutions/; submitted/, autograded/ and feedback/ come to lie beside it.
"""

import csv
import os
import shutil
import sys
from pathlib import Path

import nbformat
from course import Course
from feedback import Feedback
from nbgrader import preprocessors as steps
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.utils import is_grade, parse_utc
from preprocessors import AsRun
from service import serve

COLUMNS = (
    "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty score max_score"
).split()


class Grader:
    """Every request names the gradebook it is about."""

    def __init__(self, folder, *hide):
        self.folder = folder
        self.hide = hide
        self.courses = {}

    def assignment(self, gradebook, name, due=None):
        """Records an assignment's cells, hidden tests included, in the gradebook, and when it is due if that is told."""
        course = self._course(gradebook)
        problem = course.convert(GenerateAssignment, name)
        if due and not problem:
            with Gradebook(course.url) as book:
                book.update_or_create_assignment(name, duedate=parse_utc(due))
        return {"problem": problem}

    def submission(self, gradebook, student, assignment, ran, timestamp=None):
        """Marks one submission that run.py has run, and writes its feedback."""
        course = self._course(gradebook)
        AsRun.notebook = nbformat.from_dict(ran)
        submitted = os.path.join(self.folder, "submitted", student, assignment)
        os.makedirs(submitted, exist_ok=True)
        try:
            nbformat.write(AsRun.notebook, os.path.join(submitted, f"{assignment}.ipynb"))
            if timestamp:
                Path(submitted, "timestamp.txt").write_text(timestamp, encoding="utf-8")
            problem = course.convert(Autograde, assignment, student)
            problem = problem or course.convert(Feedback, assignment, student)
            tested = problem or self._tested(student, assignment)
        finally:
            for step in ("submitted", "autograded"):
                shutil.rmtree(os.path.join(self.folder, step, student, assignment), ignore_errors=True)
        if problem:
            return {"problem": problem}
        return {**self._score(course, student, assignment), "tested": tested}

    def nothing(self, gradebook, student, assignment):
        """Records a submission that cannot be graded: it is there, and worth nothing."""
        course = self._course(gradebook)
        with Gradebook(course.url) as book:
            book.update_or_create_student(student)
            submission = book.update_or_create_submission(assignment, student)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score = 0
                    grade.needs_manual_grade = False
            book.db.commit()
        return self._score(course, student, assignment)

    def table(self, gradebook, file):
        """Writes every grade as nbgrader's own export has it, but quoted; answers with what came late."""
        late = []
        with Gradebook(self._course(gradebook).url) as book, open(file, "w", newline="", encoding="utf-8") as out:
            rows = csv.DictWriter(out, COLUMNS, lineterminator="\n")
            rows.writeheader()
            for assignment in book.assignments:
                # nbgrader orders by names, which nobody gave.
                for student in sorted(book.students, key=lambda student: student.id):
                    row = self._row(book, assignment, student)
                    rows.writerow(row)
                    if row["duedate"] and row["timestamp"] and row["timestamp"] > row["duedate"]:
                        seconds = (row["timestamp"] - row["duedate"]).total_seconds()
                        key = f"{student.id}/{assignment.name}"
                        late.append({"key": key, "seconds": seconds, "due": f"{row['duedate']:%Y-%m-%d %H:%M} UTC"})
        return {"overdue": late}

    def _course(self, gradebook):
        if not os.path.exists(gradebook):
            self._make_gradebook(gradebook)
        if gradebook not in self.courses:
            course = self.courses[gradebook] = Course(self.folder, gradebook, self.hide)
            # What is to be marked has been run.
            marking = course.config.Autograde
            marking.sanitize_preprocessors = [steps.OverwriteKernelspec, steps.OverwriteCells, steps.CheckCellMetadata]
            marking.autograde_preprocessors = [
                AsRun if step is steps.Execute else step for step in marking.autograde_preprocessors
            ]
        return self.courses[gradebook]

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

    @staticmethod
    def _score(course, student, assignment):
        with Gradebook(course.url) as book:
            submission = book.find_submission(assignment, student)
            return {"points": submission.score, "of": submission.max_score}


if __name__ == "__main__":
    serve(Grader(*sys.argv[1:]))
