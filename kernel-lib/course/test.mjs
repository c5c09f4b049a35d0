// npm test: the same set-up as everywhere, then types, lint, Python, exercises, chapters and all tests. The last line
// counts them, for people and CI.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm test [-- VITEST-ARGUMENTS]

Sets up what is missing, then checks types, lint, Python, exercises and chapters, and runs the tests; each of these checks counts as one
test. The last line is "N passed, N failed". Everything after -- goes to vitest: npm test -- test/engine -t "crash".
Tests that need Chromium are skipped if none is installed, or fail if CI is set.

  --help   this text
`;

const nothing = "0 passed, 1 failed";

if (nodeIsNewEnough()) test();
else process.stdout.write(`${nothing}\n`);

async function test() {
  const { main } = await import("./command/main.mjs");
  await main({
    name: "npm test",
    help,
    passOn: true,
    lastLine: nothing,
    async act({ rest }) {
      const { setUp } = await import("./setup/install.mjs");
      const { checkChapters, checkExercises, checkLint, checkPython, checkTypes, runTests, sum } = await import(
        "./authoring/checks.mjs"
      );
      await setUp({ again: "npm test", development: true });
      const counted = [];
      for (const check of [checkTypes, checkLint, checkPython, checkExercises, checkChapters, () => runTests(rest)])
        counted.push(await check());
      const { passed, failed } = sum(counted);
      process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
      return failed > 0 ? 1 : 0;
    },
  });
}
