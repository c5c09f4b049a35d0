// npm run autograde: marks a folder of submissions.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run autograde -- DIR [options]

Marks every DIR/STUDENT/ASSIGNMENT/*.ipynb, or what Moodle exported, hidden tests included, and writes into DIR
  grades.csv                        everything that was found, in nbgrader's columns and ours: points of each exercise, status, minutes
                                    late, and a note
  gradebook.db                      nbgrader's gradebook; points and comments given there reach the tables and the feedback
  feedback/STUDENT/ASSIGNMENT.html  what the student may see: each test's sentence, never a hidden test's code
  statistics.html, statistics.csv   how each exercise and each test went; answers that are much alike (similar.csv)
  changed.csv                       whose mark is another one than before, and when that was
No notebook is run: its code is judged in an enclosure of the operating system (on Linux bubblewrap), and where there is none,
the marks say "unprotected". What was handed in is not changed. What cannot be marked earns 0 points, is named at the end, and stops
nothing. May be interrupted and repeated: what is unchanged since is not marked again.
Full logs are in .verteilt/logs/autograde.log.

What is handed in
  --moodle           DIR is what Moodle exported, in folders or not; any other folder in it is one student's, too
  --assignment NN    what was handed in there (what most notebooks are, by default)
  --roster FILE      a list of students (CSV, as Moodle's grading worksheet): fills names, e-mail addresses and ids, tells who is missing,
                     and when Moodle got each submission
When it came; without a list, a submission's time is that in its timestamp.txt, which nbgrader's collecting writes
  --due TIME         what came later than TIME, such as "2026-12-01 23:59", is late; a day alone lasts until its end
  --late 10%/day     what coming late costs, of the points earned, for each day (or hour) that has begun; "none" for nothing
  --until TIME       what came later than TIME earns nothing; "none" for no such time
                     These three are remembered in DIR.
What comes out
  --format LIST      further tables, with commas between them: moodle, ilias, excel-de
  --language en|de   of feedback (the course's, in notebooks/course.json, by default)
How
  --jobs N           run N submissions at a time (as many as there are processors by default; each takes about 0.5 GB)
  --farm LINK        have the workers of a farm mark (npm run farm prints the link: the one with a #)
  --container        enclose students' code in containers (Docker or Podman), where there is no bubblewrap
  --help             this text

Ends with 0 when everything was marked, with 3 when something was found that was not, with 1 or 2 when nothing was done.
`;

/** What the command ends with when something was found and not marked. */
const SOME_UNMARKED = 3;

if (nodeIsNewEnough()) start();

async function start() {
  const { resolve } = await import("node:path");
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { say } = await import("./command/steps.mjs");
  const { asTyped } = await import("./command/typed.mjs");
  const { optionsOf } = await import("../grading/pipeline/options.mjs");
  const text = /** @type {const} */ ({ type: "string" });
  const flag = /** @type {const} */ ({ type: "boolean" });
  await main({
    name: "npm run autograde",
    help,
    takesRest: true,
    options: {
      ...{ moodle: flag, assignment: text, roster: text, due: text, late: text, until: text, format: text },
      ...{ language: text, jobs: text, farm: text, container: flag },
    },
    async act({ values, rest }) {
      // npm changes to the project's folder; what was typed is meant from where it was typed.
      const from = process.env.INIT_CWD ?? ".";
      const { dir, options } = optionsOf(values, rest, (path) => resolve(from, path));
      await setUp({ again: asTyped("npm run autograde") });
      const { autograde } = await import("../grading/pipeline/autograde.mjs");
      const { graded, kept, unmarked, late, changed, files } = await autograde(resolve(from, dir), options);
      say(
        `\n${graded} marked, ${kept} unchanged since the last time. In ${dir.replace(/[\\/]+$/, "")}: ${files.join(", ")}`,
      );
      /** @param {string} title @param {readonly string[]} lines */
      const list = (title, lines) => {
        if (lines.length > 0) say(`${title}:\n${lines.map((line) => `  - ${line}`).join("\n")}`);
      };
      list("Late", late);
      list("Other marks than before", changed);
      list("Not marked, 0 points", unmarked);
      return unmarked.length > 0 ? SOME_UNMARKED : 0;
    },
  });
}
