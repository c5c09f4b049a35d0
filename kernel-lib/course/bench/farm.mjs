// Marking on a farm: two local workers beside marking here, and what a thousand submissions take on more workers,
// computed from the parts that were measured.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../command/paths.mjs";
import { handIn, mark, SUBMISSIONS } from "./grading.mjs";

const load = createRequire(import.meta.url);
const MANY = 1000;

/** @type {Promise<import("./grading.mjs").Marking> | undefined} */
let last;

/** Marks the submissions of the other rows on a farm with two workers, each at one job at a time. */
function marking() {
  last ??= (async () => {
    const { openFarm } = load("../../dist/src/engine/farm/open-farm.js");
    const [folder, state] = ["submissions", "farm"].map((name) => mkdtempSync(join(tmpdir(), `bench-${name}-`)));
    const farm = await openFarm({ folder: state, port: 0 });
    const workers = ["one", "two"].map((name) => work(farm.workerLink, name));
    try {
      handIn(String(folder));
      await Promise.all(workers.map(({ ready }) => ready));
      return await mark(String(folder), { farm: farm.link });
    } finally {
      for (const { child } of workers) child.kill("SIGKILL");
      await farm.end();
      for (const one of [folder, state]) rmSync(String(one), { recursive: true, force: true });
    }
  })();
  return last;
}

/** Minutes that judging a thousand submissions takes, shared among so many workers. @param {number} workers */
async function judging(workers) {
  const { took } = await marking();
  return (MANY * ((took * 2) / SUBMISSIONS)) / workers / 60;
}

/** @type {import("./rows.mjs").Measure[]} */
const rows = [
  {
    what: `marking on a farm: ${SUBMISSIONS} submissions, two local workers`,
    unit: "/min",
    less: false,
    ours: async () => SUBMISSIONS / (await marking()).minutes,
    limit: async () => SUBMISSIONS / (await marking()).cells,
    against: "answers and tests alone",
    reach: 0.3,
    rounds: 1,
  },
  ...[1, 4, 16].map((workers) => ({
    what: `marking on a farm: judging ${MANY} submissions, ${workers} ${workers === 1 ? "worker" : "workers"}`,
    unit: "min (computed)",
    less: false,
    ours: () => judging(workers),
    limit: async () => (MANY * (await marking()).entering) / SUBMISSIONS / 60,
    against: "the one bookkeeper",
    // It must not be what the workers wait for.
    reach: 1,
    rounds: 1,
  })),
];

/** A worker needs bubblewrap. @type {import("./rows.mjs").Measure[]} */
export const farmRows = process.platform === "linux" ? rows : [];

/** Starts a worker. @param {string} link @param {string} name */
export function work(link, name) {
  const command = join(root, "kernel-lib", "course", "worker.mjs");
  const child = spawn(process.execPath, [command, link, "--name", name, "--jobs", "1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = new Promise((done, fail) => {
    child.stdout.on("data", (text) => String(text).includes("works as") && done(undefined));
    child.once("exit", (code) => fail(new Error(`The worker ended with ${code}.`)));
  });
  ready.catch(() => {});
  return { child, ready };
}
