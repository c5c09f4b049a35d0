// The explorer against SPIN (Holzmann 1997), which compiles a model to C: the same states and transitions of two-phase
// commit, one core, and no property on either side. Only where `spin` and `gcc` are installed.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promela, twoPhaseCommit } from "./two-phase-commit.mjs";

const { explore } = createRequire(import.meta.url)("kernel-lib");

const MANAGERS = 8;
const STATES = 1_745_408;
const TRANSITIONS = 11_657_218;

async function ours() {
  const started = performance.now();
  const { unique, generated } = await explore(twoPhaseCommit(MANAGERS), { network: "duplicating", cores: 1 });
  check("the explorer", unique, generated);
  return performance.now() - started;
}

/** @type {string | undefined} */
let folder;

function spin() {
  folder ??= compiled();
  const started = performance.now();
  const said = execFileSync(join(folder, "pan"), ["-E", "-c0", "-m1000000", "-w24", "-n"], { encoding: "utf8" });
  const ms = performance.now() - started;
  const [, states, transitions] = /(\d+) states, stored[\s\S]*?(\d+) transitions/.exec(said) ?? [];
  check("SPIN", Number(states), Number(transitions));
  return ms;
}

function compiled() {
  const cwd = mkdtempSync(join(tmpdir(), "verteilt-bench-"));
  process.on("exit", () => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, "model.pml"), promela(MANAGERS));
  execFileSync("spin", ["-a", "model.pml"], { cwd });
  execFileSync("gcc", ["-O3", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], { cwd });
  return cwd;
}

/** @param {string} who @param {number} states @param {number} transitions */
function check(who, states, transitions) {
  if (states !== STATES || transitions !== TRANSITIONS)
    throw new Error(`${who} found ${states} states and ${transitions} transitions of ${STATES} and ${TRANSITIONS}.`);
}

const hasSpin = spawnSync("spin", ["-V"]).status === 0 && spawnSync("gcc", ["--version"]).status === 0;

/** @type {import("./rows.mjs").Measure[]} */
export const spinRows = hasSpin
  ? [
      {
        what: `explorer, two-phase commit with ${MANAGERS} resource managers, every state`,
        unit: "ms",
        less: true,
        ours,
        limit: spin,
        against: "SPIN, compiled C",
        reach: 1,
      },
    ]
  : [];
