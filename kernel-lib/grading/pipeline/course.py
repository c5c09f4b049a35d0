"""nbgrader's converters over one folder, with this course's settings; what they log is kept for messages."""

import logging
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config.loader import PyFileConfigLoader


def settings():
    """This course's settings of nbgrader."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(Path(__file__).parent)).load_config()


class Course:
    """A folder laid out as nbgrader wants it, and a gradebook, which may lie elsewhere."""

    def __init__(self, folder, gradebook):
        self.config = settings()
        self.config.CourseDirectory.root = str(Path(folder).resolve())
        self.config.CourseDirectory.db_url = f"sqlite:///{Path(gradebook).resolve()}"
        self.directory = CourseDirectory(config=self.config)
        self.url = self.directory.db_url
        logging.getLogger("traitlets").setLevel(logging.INFO)

    def convert(self, converter, assignment):
        """Runs one converter afresh; returns None, or what went wrong in nbgrader's words."""
        with temp_attrs(self.directory, assignment_id=assignment, student_id="."):
            app = converter(coursedir=self.directory, config=self.config)
            app.force = True
            result = capture_log(app)
        return None if result["success"] else f"{result.get('log', '')}\n{result.get('error', '')}"
