"""Keeps gradebooks, alone: python bookkeeper.py FOLDER, asked as service.py tells.

FOLDER holds solutions/. No submission is read here: points come from the judge, names from the lecturer's list.
"""

import os
import sys
import time

from course import Course
from nbgrader.api import Assignment, Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.utils import parse_utc
from service import serve

# A gradebook, and what SQLite writes beside it, are for those who mark only.
os.umask(0o077)


class Bookkeeper:
    """Every request names the gradebook it is about."""

    def __init__(self, folder):
        self.folder = folder
        self.courses = {}
        # Seconds of processor time that entering has taken.
        self.entering = 0.0

    def assignment(self, gradebook, name):
        """Records a notebook's cells, hidden tests included, in the gradebook."""
        return {"problem": self._course(gradebook).convert(GenerateAssignment, name)}

    def due(self, gradebook, names, due):
        """Notes when assignments are due."""
        with Gradebook(self._course(gradebook).url) as book:
            for name in names:
                book.update_or_create_assignment(name, duedate=parse_utc(due))
        return {}

    def enter(self, gradebook, rows):
        """Enters what the test cells of submissions have earned; a cell that is not named has earned nothing. Points by
        hand stay.
        """
        begun = time.process_time()
        entered = []
        with Gradebook(self._course(gradebook).url) as book:
            for row in rows:
                book.update_or_create_student(row["student"])
                by_hand = []
                submission = book.update_or_create_submission(row["assignment"], row["student"])
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        grade.auto_score = row["points"].get(grade.cell.name, 0)
                        grade.needs_manual_grade = False
                        if grade.manual_score is not None:
                            by_hand.append(grade.cell.name)
                book.db.flush()
                entered.append({"points": submission.score, "of": submission.max_score, "byHand": by_hand})
            book.db.commit()
        self.entering += time.process_time() - begun
        return {"entered": entered}

    def know(self, gradebook, people, times):
        """Notes who the students are, and when they handed in, as far as that is known."""
        with Gradebook(self._course(gradebook).url) as book:
            for person in people:
                book.update_or_create_student(person.pop("student"), **person)
            for handed_in in times:
                submission = self._submission(book, handed_in)
                if submission:
                    submission.timestamp = _time(handed_in["timestamp"])
            book.db.commit()
        return {}

    def penalise(self, gradebook, penalties):
        """Notes what is taken off for coming late."""
        with Gradebook(self._course(gradebook).url) as book:
            for penalty in penalties:
                submission = self._submission(book, penalty)
                if submission:
                    submission.late_submission_penalty = penalty["points"]
            book.db.commit()
        return {}

    def rows(self, gradebook):
        """Everything that was handed in, with its points, changes and comments; and every assignment."""
        with Gradebook(self._course(gradebook).url) as book:
            # nbgrader orders by names, which may not be there.
            assignments = sorted(book.assignments, key=lambda assignment: assignment.name)
            return {
                "assignments": [_about(assignment) for assignment in assignments],
                "rows": [
                    self._row(assignment, submission)
                    for assignment in assignments
                    for submission in sorted(assignment.submissions, key=lambda one: one.student_id)
                ],
                "entering": self.entering,
            }

    def _course(self, gradebook):
        if not os.path.exists(gradebook):
            self._make_gradebook(gradebook)
        if gradebook not in self.courses:
            self.courses[gradebook] = Course(self.folder, gradebook)
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
    def _submission(book, wanted):
        try:
            return book.find_submission(wanted["assignment"], wanted["student"])
        except MissingEntry:
            return None

    @staticmethod
    def _row(assignment, submission):
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        comments = [comment for notebook in submission.notebooks for comment in notebook.comments]
        student = submission.student
        return {
            "assignment": assignment.name,
            "student": student.id,
            "last": student.last_name or "",
            "first": student.first_name or "",
            "email": student.email or "",
            "timestamp": _text(submission.timestamp),
            "raw": sum(grade.score for grade in grades),
            "cells": {grade.cell.name: [grade.score, grade.max_score] for grade in grades},
            "comments": {one.cell.name: one.comment for one in comments if one.comment},
        }


def _about(assignment: Assignment):
    return {"name": assignment.name, "due": _text(assignment.duedate), "of": assignment.max_score}


def _text(moment):
    """Moments are UTC in the gradebook, and do not say so."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def _time(text):
    """When it was handed in, where that is known."""
    try:
        return parse_utc(text) if text else None
    except (TypeError, ValueError, OverflowError):
        return None


if __name__ == "__main__":
    serve(Bookkeeper(*sys.argv[1:]))
