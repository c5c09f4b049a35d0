"""Makes exercises of solutions with nbgrader's generate_assignment: python generate.py FOLDER NAME...

FOLDER/solutions is read, FOLDER/exercises and FOLDER/gradebook.db are written; FOLDER/problems.json tells by assignment
what nbgrader refused.
"""

import json
import sys
from pathlib import Path

from course import Course
from nbgrader.converters import GenerateAssignment

folder, *names = sys.argv[1:]
course = Course(folder, Path(folder) / "gradebook.db")
outcomes = {name: course.convert(GenerateAssignment, name) for name in names}
problems = {name: problem for name, problem in outcomes.items() if problem}
Path(folder, "problems.json").write_text(json.dumps(problems), encoding="utf-8")
