// The farm's commands: a farm on this computer, and a worker of one.
import { createRequire } from "node:module";
import { availableParallelism, hostname } from "node:os";
import { join } from "node:path";
import { Failure } from "../command/failure.mjs";
import { root } from "../command/paths.mjs";
import { beforeStop } from "../command/run.mjs";
import { say } from "../command/steps.mjs";
import { Lines } from "./lines.mjs";

const load = createRequire(import.meta.url);
const dist = join(root, "kernel-lib", "dist");

/** How often what is shown is drawn anew (ms): it says how long each job has taken. */
const EVERY_MS = 1000;

/** Opens a farm, until Ctrl+C. @param {{ host?: string, port?: number }} options */
export async function keepFarm({ host, port }) {
  const { openFarm } = load(join(dist, "src", "engine", "farm", "open-farm.js"));
  const lines = new Lines();
  const opened = await openFarm({
    ...{ folder: join(root, ".verteilt", "farm"), host, port },
    /** @param {{ lines: string[] }} board @param {string} [line] */
    onChange: (board, line) => lines.show(line, board.lines),
  });
  say(`A farm is open here, until Ctrl+C. Its owner's link submits work: keep it to yourself.

  ${opened.link}

To lend a machine${host === undefined ? " (this one only; for others, open the farm with --host)" : ""}:

  npm run worker -- "${opened.workerLink}"
`);
  beforeStop(() => opened.end());
  setInterval(() => {
    for (const line of opened.board.gone()) lines.show(line, opened.board.lines);
    lines.show(undefined, opened.board.lines);
  }, EVERY_MS).unref();
  await opened.gone;
  throw new Failure("The farm's server has ended, and could not be started again.", { fix: "npm run farm" });
}

/**
 * Does a farm's jobs here, and runs nodes of its owner's systems, until Ctrl+C.
 * @param {string} link
 * @param {{ name?: string, jobs?: number }} options
 */
export async function workOn(link, { name, jobs = availableParallelism() }) {
  const { FarmWorker } = load(join(dist, "src", "engine", "farm", "worker.js"));
  const { perform } = load(join(dist, "grading", "farm", "perform.js"));
  const { encloseNodes: enclose } = load(join(dist, "grading", "farm", "enclosed-nodes.js"));
  const { protection, remedy } = load(join(dist, "grading", "sandbox", "enclosure.js")).findProtection();
  if (protection === "none")
    throw new Failure("What a farm sends is code, and nothing here can enclose it.", {
      fix:
        process.platform === "linux"
          ? remedy
          : "lend a machine with Linux and bubblewrap (sudo apt install bubblewrap); on Windows, WSL 2 is one",
    });
  const usual = `${
    hostname()
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-+/, "")
      .slice(0, 24) || "worker"
  }-${process.pid}`;
  const worker = await FarmWorker.lend(link, {
    ...{ name: name ?? usual, jobs, perform, enclose },
    say: (/** @type {string} */ line) => say(`  ${line}`),
  });
  say(`This computer works as "${name ?? usual}", ${jobs} ${jobs === 1 ? "job" : "jobs"} at a time, and runs nodes that are placed \
on it, until Ctrl+C. What it gets runs enclosed by ${protection}.`);
  const forget = beforeStop(() => worker.close());
  const why = await worker.unfit;
  forget();
  await worker.close();
  throw new Failure(`This worker has left the farm: ${why}.`, { fix: `npm run worker -- "${link}"` });
}
