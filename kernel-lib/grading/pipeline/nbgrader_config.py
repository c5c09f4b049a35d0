"""nbgrader's settings for this course: its folders' names, the stub an answer becomes, what students may see.

Read by course.py, and by nbgrader itself with `nbgrader --config`.
"""

import sys
from pathlib import Path

here = str(Path(__file__).resolve().parent)
if here not in sys.path:
    sys.path.insert(0, here)
from preprocessors import NotHere  # noqa: E402

c = get_config()  # noqa: F821

c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

c.ClearSolutions.code_stub = {"typescript": 'throw new Error("Your turn: replace this line with your answer.");'}
c.ClearSolutions.text_stub = "*Your turn: replace this line with your answer.*"

c.Autograde.autograde_preprocessors = [NotHere]
