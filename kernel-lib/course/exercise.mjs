// npm run exercise: a new exercise to fill in, complete from the start.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run exercise -- CHAPTER "TITLE" [--points N] [--name NAME]

Adds an exercise to solutions/NN-name/NN-name.ipynb, the next of its chapter: a statement, a hint that opens on request, an
answer with its solution between markers, and a test cell with a visible and a hidden test. Adds a wrong and a second right
solution in test/wrong/NN-name/ and test/right/NN-name/. It works at once, and asks for the sum of two numbers. Change it
to what you want to ask, then run: npm run exercise -- --check

  CHAPTER      the chapter's number, such as 06; or the name of a new folder, such as 06-remote-calls
  TITLE        the exercise's heading
  --points N   what its tests are worth together (5 by default); notebooks/course.json says what the chapter's are worth in
               sum, and gets the new sum
  --name NAME  the function that students write (answer by default)
  --check      add nothing; look for mistakes in all exercises, and say how to fix them
  --help       this text
`;

if (nodeIsNewEnough()) exercise();

async function exercise() {
  const { main } = await import("./command/main.mjs");
  const { Failure } = await import("./command/failure.mjs");
  const { root } = await import("./command/paths.mjs");
  const { say } = await import("./command/steps.mjs");
  const { addExercise } = await import("./authoring/add-exercise.mjs");
  const { demandSoundExercises, lintExercises } = await import("../grading/pipeline/lint.mjs");
  await main({
    name: "npm run exercise",
    help,
    takesRest: true,
    options: { check: { type: "boolean" }, points: { type: "string" }, name: { type: "string" } },
    async act({ values, rest }) {
      if (values.check) {
        demandSoundExercises(root);
        return say("The exercises are sound.");
      }
      const [chapter, title] = rest;
      if (chapter === undefined || title === undefined || rest.length > 2)
        throw new Failure(`Expected a chapter and a title, got ${rest.length} words: ${JSON.stringify(rest)}.`, {
          fix: 'npm run exercise -- 06 "At most once"',
          code: 2,
        });
      const { id, files } = addExercise(root, chapter, title, {
        points: Number(values.points ?? 5),
        name: String(values.name ?? "answer"),
      });
      say(`${id} is there. Make it yours in:\n${files.map((file) => `  - ${file}`).join("\n")}`);
      const open = lintExercises(root);
      if (open.length > 0) say(`Still to do before npm run release:\n${open.map((line) => `  - ${line}`).join("\n")}`);
    },
  });
}
