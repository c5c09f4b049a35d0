// npm run autograde: marks a folder of submissions.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run autograde -- DIR [--jobs N] [--due TIME] [--container]

Marks every DIR/STUDENT/ASSIGNMENT/*.ipynb, hidden tests included, and writes
  DIR/grades.csv                          every mark, in nbgrader's columns
  DIR/gradebook.db                        nbgrader's gradebook
  DIR/feedback/STUDENT/ASSIGNMENT.html    what the student may see: each test's sentence, never a hidden test's code
No notebook is run: its code is judged in an enclosure of the operating system (on Linux bubblewrap), and where there is none,
the marks say "unprotected". What was handed in is not changed. A submission that cannot be marked earns 0 points, is named at the end, and stops
nothing. May be interrupted and repeated: what is unchanged since is not marked again.
Full logs are in .verteilt/logs/autograde.log.

  --jobs N     run N submissions at a time (as many as there are processors by default; each takes about 0.5 GB)
  --due TIME   name what came later than TIME, such as "2026-12-01 23:59"; it is marked all the same. A submission's time is
               that in its timestamp.txt, which nbgrader's collecting writes
  --container  enclose students' code in containers (Docker or Podman), where there is no bubblewrap
  --help       this text
`;

if (nodeIsNewEnough()) start();

async function start() {
  const { resolve } = await import("node:path");
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { say } = await import("./command/steps.mjs");
  const { asTyped } = await import("./command/typed.mjs");
  await main({
    name: "npm run autograde",
    help,
    takesRest: true,
    options: { jobs: { type: "string" }, due: { type: "string" }, container: { type: "boolean" } },
    async act({ values, rest }) {
      const [dir] = rest;
      if (dir === undefined || rest.length > 1)
        throw new Failure(`Expected one folder, got ${rest.length}.`, { fix: "npm run autograde -- DIR", code: 2 });
      const jobs = values.jobs === undefined ? undefined : Number(values.jobs);
      if (jobs !== undefined && !(Number.isInteger(jobs) && jobs >= 1 && jobs <= 64))
        throw new Failure(`--jobs takes a whole number from 1 to 64, got ${JSON.stringify(values.jobs)}.`, {
          fix: "npm run autograde -- DIR --jobs 2",
          code: 2,
        });
      const due = values.due === undefined ? undefined : new Date(String(values.due));
      if (due !== undefined && Number.isNaN(due.getTime()))
        throw new Failure(`--due takes a date and a time, got ${JSON.stringify(values.due)}.`, {
          fix: 'npm run autograde -- DIR --due "2026-12-01 23:59"',
          code: 2,
        });
      await setUp({ again: asTyped("npm run autograde") });
      const { autograde } = await import("../grading/pipeline/autograde.mjs");
      // npm changes to the project's folder; what was typed is meant from where it was typed.
      const { graded, kept, problems, late } = await autograde(resolve(process.env.INIT_CWD ?? ".", dir), {
        jobs,
        due,
        container: values.container === true,
      });
      say(
        `\n${graded} marked, ${kept} unchanged since the last time. The marks: ${dir.replace(/[\\/]+$/, "")}/grades.csv`,
      );
      if (late.length > 0) say(`Late:\n${late.map((line) => `  - ${line}`).join("\n")}`);
      if (problems.length > 0)
        say(`Could not be marked, 0 points:\n${problems.map((line) => `  - ${line}`).join("\n")}`);
    },
  });
}
