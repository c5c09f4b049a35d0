"""nbgrader's settings for this course: its folders' names, the stub an answer becomes, what students may see.

Read by course.py, and by nbgrader itself with `nbgrader --config`.
"""

import sys
from pathlib import Path

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader import preprocessors as steps

here = str(Path(__file__).resolve().parent)
if here not in sys.path:
    sys.path.insert(0, here)
from preprocessors import HideTests, OneResult  # noqa: E402

c = get_config()  # noqa: F821

c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

c.ClearSolutions.code_stub = {"typescript": 'throw new Error("Your turn: replace this line with your answer.");'}
c.ClearSolutions.text_stub = "*Your turn: replace this line with your answer.*"

# Seconds for one cell by the clock. The kernel itself ends what computes or waits too long, and counts processor time, so that a
# busy machine costs nobody points; this is for the day on which it does not.
c.Execute.timeout = 600
c.Execute.record_timing = False
c.LimitOutput.max_lines = 200

c.Autograde.autograde_preprocessors = [
    steps.Execute,
    OneResult,
    ClearMetadataPreprocessor,
    steps.LimitOutput,
    steps.SaveAutoGrades,
    steps.AssignLatePenalties,
    steps.CheckCellMetadata,
]
c.GenerateFeedback.preprocessors = [steps.GetGrades, HideTests]
