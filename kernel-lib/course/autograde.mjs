// npm run autograde: marks a folder of submissions.
import { nodeIsNewEnough } from "./node-version.mjs";

const help = `
npm run autograde -- DIR

Marks every DIR/STUDENT/ASSIGNMENT/*.ipynb with nbgrader in the real kernel, hidden tests included, and writes
  DIR/grades.csv                          every mark, in nbgrader's columns
  DIR/gradebook.db                        nbgrader's gradebook
  DIR/feedback/STUDENT/ASSIGNMENT.html    what the student may see: each test's sentence, never a hidden test's code
What was handed in is not changed. A submission that cannot be marked earns 0 points, is named at the end, and stops
nothing. May be interrupted and repeated: what is unchanged since is not marked again.
Full logs are in .verteilt/logs/autograde.log.

  --help   this text
`;

if (nodeIsNewEnough()) start();

async function start() {
  const { resolve } = await import("node:path");
  const { main } = await import("./main.mjs");
  const { setUp } = await import("./install.mjs");
  const { Failure } = await import("./failure.mjs");
  const { say } = await import("./steps.mjs");
  await main({
    name: "npm run autograde -- DIR",
    help,
    takesRest: true,
    async act({ rest }) {
      const [dir] = rest;
      if (dir === undefined || rest.length > 1)
        throw new Failure(`Expected one folder, got ${rest.length}.`, { mend: "npm run autograde -- DIR", code: 2 });
      await setUp({ again: "npm run autograde -- DIR" });
      const { autograde } = await import("./grading/autograde.mjs");
      // npm changes to the project's folder; what was typed is meant from where it was typed.
      const { graded, kept, problems } = await autograde(resolve(process.env.INIT_CWD ?? ".", dir));
      say(
        `\n${graded} marked, ${kept} unchanged since the last time. The marks: ${dir.replace(/[\\/]+$/, "")}/grades.csv`,
      );
      if (problems.length > 0)
        say(`Could not be marked, 0 points:\n${problems.map((line) => `  - ${line}`).join("\n")}`);
    },
  });
}
