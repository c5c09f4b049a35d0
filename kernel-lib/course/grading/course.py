"""nbgrader's converters over one folder, with this course's settings; what they log is kept for messages."""

import glob
import logging
import os
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config.loader import PyFileConfigLoader


def settings():
    """This course's settings of nbgrader."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(Path(__file__).parent)).load_config()


class Course:
    """A folder laid out as nbgrader wants it, and a gradebook, which may lie elsewhere."""

    def __init__(self, folder, gradebook, hide=()):
        self.config = settings()
        self.config.CourseDirectory.root = str(Path(folder).resolve())
        self.config.CourseDirectory.db_url = f"sqlite:///{Path(gradebook).resolve()}"
        self.config.HideTests.folders = list(hide)
        self.directory = CourseDirectory(config=self.config)
        self.url = self.directory.db_url
        logging.getLogger("traitlets").setLevel(logging.INFO)

    def convert(self, converter, assignment, student="."):
        """Runs one converter afresh; returns None, or what went wrong as nbgrader told it."""
        with temp_attrs(self.directory, assignment_id=assignment, student_id=student):
            app = converter(coursedir=self.directory, config=self.config)
            app.force = True
            app.init_notebooks = lambda: self._choose(app, assignment, student)
            result = capture_log(app)
        return None if result["success"] else f"{result.get('log', '')}\n{result.get('error', '')}"

    @staticmethod
    def _choose(app, assignment, student):
        """In place of nbgrader's own search, which takes a "[" or "*" in a student's name for a pattern."""
        folder = app._format_source(assignment, student)
        app.notebooks = []
        app.assignments = {folder: sorted(glob.glob(os.path.join(glob.escape(folder), "*.ipynb")))}
