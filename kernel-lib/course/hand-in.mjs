// npm run hand-in: makes the one file that a student hands in.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run hand-in [-- EXERCISE] [--name "Your Name"]

Makes work/hand-in/NN-name.ipynb of your answers to an exercise (04, or 04-processes-and-threads; without one, of the exercise
that you saved last): the file to upload or send. Says which answers are still empty, and reads the file as marking will read
it. Save your notebook first: what is not saved is not in the file. Your notebook stays as it is; repeat this as often as you
like.

  --name "Your Name"   put your name into the file's name, for handing in where nothing else says whose it is
  --help               this text
`;

if (nodeIsNewEnough()) start();

async function start() {
  const { join } = await import("node:path");
  const { main } = await import("./command/main.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { root, work } = await import("./command/paths.mjs");
  const { handIn } = await import("../grading/pipeline/hand-in.mjs");
  const { failedPage, handedInLines, handedInPage } = await import("./serve/hand-in-page.mjs");
  const { readCourse } = await import("./command/course.mjs");
  const { words } = await import("./words/words.mjs");
  await main({
    name: "npm run hand-in",
    help,
    takesRest: true,
    // --page answers the link on the start page.
    options: { name: { type: "string" }, page: { type: "boolean" } },
    async act({ values, rest }) {
      const { language } = readCourse();
      const places = {
        exercises: join(root, "exercises"),
        mine: join(work, "exercises"),
        out: join(work, "hand-in"),
      };
      try {
        if (rest.length > 1)
          throw new Failure(`One exercise at a time, got ${rest.join(" ")}.`, {
            fix: 'npm run hand-in -- 04 --name "Anna Schmidt"',
            code: 2,
          });
        const student = /** @type {string | undefined} */ (values.name);
        const made = handIn(places, { exercise: rest[0], student });
        if (values.page) process.stdout.write(handedInPage(made, words(language).handIn, language));
        else process.stdout.write(`${handedInLines(made, words("en").handIn).join("\n")}\n`);
      } catch (error) {
        if (!values.page || !(error instanceof Failure)) throw error;
        process.stdout.write(failedPage(error, words(language).handIn, language));
      }
    },
  });
}
