// Reads what autograde leaves: the table and nbgrader's gradebook.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { venvBin } from "../../kernel-lib/course/command/paths.mjs";

export interface CellMark {
  student: string;
  assignment: string;
  cell: string;
  points: number;
  of: number;
  manual: boolean;
}

/** The mark of every test cell in the gradebook. */
export function cellMarks(dir: string): CellMark[] {
  return python(
    `import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("""
  select submitted_assignment.student_id, assignment.name, base_cell.name, grade.auto_score, grade_cells.max_score,
         grade.needs_manual_grade
  from grade
  join grade_cells on grade_cells.id = grade.cell_id
  join base_cell on base_cell.id = grade.cell_id
  join submitted_notebook on submitted_notebook.id = grade.notebook_id
  join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
  join assignment on assignment.id = submitted_assignment.assignment_id""")
keys = ["student", "assignment", "cell", "points", "of", "manual"]
print(json.dumps([{**dict(zip(keys, row)), "manual": bool(row[5])} for row in rows]))`,
    join(dir, "gradebook.db"),
  );
}

/** The rows of grades.csv, as a careful reader of CSV sees them. */
export function grades(dir: string): Record<string, string>[] {
  return python(
    "import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))))",
    join(dir, "grades.csv"),
  );
}

function python(program: string, ...args: string[]) {
  return JSON.parse(execFileSync(venvBin("python"), ["-c", program, ...args], { encoding: "utf8" }));
}
