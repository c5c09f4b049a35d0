// npm run build: compiles kernel-lib, whether or not a source changed.
import { nodeIsNewEnough } from "./command/node-version.mjs";

const help = `
npm run build

Compiles src, kernel, grading and jupyter of kernel-lib into kernel-lib/dist, and removes there what no source makes any more.
npm start, npm test and npx vitest do so by themselves. Needs a folder that is set up: npm run setup.

  --help   this text
`;

if (nodeIsNewEnough()) build();

async function build() {
  const { main } = await import("./command/main.mjs");
  const { oneAtATime } = await import("./setup/lock.mjs");
  const { compileLibrary } = await import("./setup/library.mjs");
  await main({
    name: "npm run build",
    help,
    act: () => oneAtATime(() => compileLibrary({ again: "npm run build", show: true })),
  });
}
