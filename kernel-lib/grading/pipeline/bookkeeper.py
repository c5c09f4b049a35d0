"""Keeps gradebooks, alone: python bookkeeper.py FOLDER, asked as service.py tells.

FOLDER holds solutions/. No submission is read here: points come from the judge, pages from our own cells.
"""

import csv
import os
import sys
import time
from pathlib import Path

import nbformat
from course import Course
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.utils import parse_utc
from service import serve

TEMPLATES = str(Path(__file__).resolve().parents[2] / "course" / "templates")

COLUMNS = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
]


class Bookkeeper:
    """Every request names the gradebook it is about."""

    def __init__(self, folder):
        self.folder = folder
        self.courses = {}
        # Seconds of processor time that entering has taken.
        self.entering = 0.0

    def assignment(self, gradebook, name, due=None):
        """Records a notebook's cells, hidden tests included, in the gradebook, and when it is due if that is known."""
        course = self._course(gradebook)
        problem = course.convert(GenerateAssignment, name)
        if due and not problem:
            with Gradebook(course.url) as book:
                book.update_or_create_assignment(name, duedate=parse_utc(due))
        return {"problem": problem}

    def enter(self, gradebook, student, assignment, points, timestamp=None):
        """Enters what each test cell has earned; one that is not named has earned nothing."""
        begun = time.process_time()
        course = self._course(gradebook)
        with Gradebook(course.url) as book:
            book.update_or_create_student(student)
            submission = book.update_or_create_submission(assignment, student, timestamp=_time(timestamp))
            cells = {}
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score = points.get(grade.cell.name, 0)
                    grade.needs_manual_grade = False
                    cells[grade.cell.name] = grade
            book.db.commit()
            entered = {
                "points": submission.score,
                "of": submission.max_score,
                "late": submission.late_submission_penalty,
                "cells": {name: [grade.score, grade.max_score] for name, grade in cells.items()},
                "comments": self._comments(submission),
            }
        self.entering += time.process_time() - begun
        return entered

    def page(self, gradebook, notebook):
        """The feedback page of an assignment, with marks for what differs from student to student (page.mjs)."""
        exporter = HTMLExporter(
            template_name="verteilt-feedback",
            extra_template_basedirs=[TEMPLATES],
            extra_template_paths=[TEMPLATES],
        )
        page, _ = exporter.from_notebook_node(nbformat.from_dict(notebook))
        return {"page": page}

    def table(self, gradebook, file, protected=True):
        """Writes every grade as nbgrader's own export has it, but quoted; answers with what came late."""
        late = []
        with Gradebook(self._course(gradebook).url) as book, open(file, "w", newline="", encoding="utf-8") as out:
            columns = COLUMNS if protected else [*COLUMNS, "unprotected"]
            rows = csv.DictWriter(out, columns, lineterminator="\n", restval="unprotected")
            rows.writeheader()
            for assignment in book.assignments:
                # nbgrader orders by names, which were not given.
                for student in sorted(book.students, key=lambda student: student.id):
                    row = self._row(book, assignment, student)
                    rows.writerow(row)
                    if row["duedate"] and row["timestamp"] and row["timestamp"] > row["duedate"]:
                        seconds = (row["timestamp"] - row["duedate"]).total_seconds()
                        key = f"{student.id}/{assignment.name}"
                        late.append({"key": key, "seconds": seconds, "due": f"{row['duedate']:%Y-%m-%d %H:%M} UTC"})
        return {"overdue": late, "entering": self.entering}

    def _course(self, gradebook):
        if not os.path.exists(gradebook):
            self._make_gradebook(gradebook)
        if gradebook not in self.courses:
            self.courses[gradebook] = Course(self.folder, gradebook)
        return self.courses[gradebook]

    @staticmethod
    def _comments(submission):
        """What a lecturer has written below answers and tests."""
        comments = [comment for notebook in submission.notebooks for comment in notebook.comments]
        return {comment.cell.name: comment.comment for comment in comments if comment.comment}

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


def _time(text):
    """When it was handed in, where that is known."""
    try:
        return parse_utc(text) if text else None
    except (TypeError, ValueError, OverflowError):
        return None


if __name__ == "__main__":
    serve(Bookkeeper(*sys.argv[1:]))
