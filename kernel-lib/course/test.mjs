// npm test: the same set-up as everywhere, then types, lint, exercises and all tests. The last line counts them, for people and CI.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm test [-- VITEST-ARGUMENTS]

Sets up what is missing, then checks types, lint and exercises, and runs the tests; each of these checks counts as one
test. The last line is "N passed, N failed". Everything after -- goes to vitest: npm test -- test/engine -t "crash".
Tests that need Chromium are skipped where none is installed, and fail there when CI is set.

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
      const { checkExercises, checkLint, checkTypes, runTests } = await import("./authoring/checks.mjs");
      await setUp({ again: "npm test" });
      let passed = 0;
      let failed = 0;
      for (const check of [checkTypes, checkLint, checkExercises, () => runTests(rest)]) {
        const counted = await check();
        passed += counted.passed;
        failed += counted.failed;
      }
      process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
      return failed > 0 ? 1 : 0;
    },
  });
}
