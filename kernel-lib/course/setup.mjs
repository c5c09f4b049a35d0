// npm run setup: the set-up alone, without starting anything.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run setup

Prepares the project: npm packages, Python environment (.venv), kernel-lib, Jupyter kernel, and your copies of chapters
and exercises in work/. What already exists is left alone, and what you changed is never overwritten.
Needs Node 20.19 or newer, and Python 3.10 or newer with venv (set VERTEILT_PYTHON to choose one other than the first found).
Full logs are in .verteilt/logs/.

  --help   this text
`;

if (nodeIsNewEnough()) setup();

async function setup() {
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { say } = await import("./command/steps.mjs");
  await main({
    name: "npm run setup",
    help,
    async act() {
      await setUp({ again: "npm run setup" });
      say("Everything is set up. To open the course, run: npm start");
    },
  });
}
