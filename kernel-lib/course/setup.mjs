// npm run setup: the set-up alone, without starting anything.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run setup [-- --hub] [--prefix FOLDER] [--check]

Prepares the project: npm packages, Python environment (.venv), kernel-lib, Jupyter kernel, and your copies of chapters
and exercises in work/. What already exists is left alone, and what you changed is never overwritten.
Needs Node 20.19 or newer, and Python 3.10 or newer with venv (set VERTEILT_PYTHON to choose one other than the first found).
Full logs are in .verteilt/logs/.

  --hub            also what a JupyterHub needs: JupyterHub itself in .venv, and its proxy (for-administrators.md)
  --prefix FOLDER  also tell the Jupyter in another Python environment about the kernel: FOLDER/share/jupyter/kernels/
  --check          then say what this machine lacks for many students: the enclosure for marking, hidden processes
  --help           this text
`;

if (nodeIsNewEnough()) setup();

async function setup() {
  const { resolve } = await import("node:path");
  const { main } = await import("./command/main.mjs");
  const { setUp } = await import("./setup/install.mjs");
  const { installKernelspec } = await import("./setup/kernelspec.mjs");
  const { whatIsMissing } = await import("./setup/check.mjs");
  const { say } = await import("./command/steps.mjs");
  await main({
    name: "npm run setup",
    help,
    options: { hub: { type: "boolean" }, prefix: { type: "string" }, check: { type: "boolean" } },
    async act({ values: { hub = false, prefix, check } }) {
      await setUp({ again: "npm run setup", hub: hub === true });
      if (typeof prefix === "string") say(`The kernel is known to Jupyter in ${installKernelspec(resolve(prefix))}.`);
      say("Everything is set up. To open the course, run: npm start");
      if (check) for (const line of await whatIsMissing()) say(`  - ${line}`);
    },
  });
}
