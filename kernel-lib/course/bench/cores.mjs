// An exploration on two cores against the same on one: two-phase commit with nine resource managers.
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { twoPhaseCommit } from "./two-phase-commit.mjs";

const { explore } = createRequire(import.meta.url)("kernel-lib");

const MANAGERS = 9;
const STATES = 10_340_352;

/** @param {number} cores */
async function ms(cores) {
  const started = performance.now();
  const { unique } = await explore(twoPhaseCommit(MANAGERS), { network: "duplicating", cores, seconds: 600 });
  if (unique !== STATES) throw new Error(`On ${cores} cores the explorer found ${unique} states of ${STATES}.`);
  return performance.now() - started;
}

/** @type {import("./rows.mjs").Measure[]} */
export const coresRows =
  availableParallelism() < 2
    ? []
    : [
        {
          what: `explorer on 2 cores, ${STATES.toLocaleString("en")} states`,
          unit: "ms",
          less: true,
          ours: () => ms(2),
          limit: () => ms(1),
          against: "on 1 core",
          reach: 0.6,
          rounds: 1,
        },
      ];
