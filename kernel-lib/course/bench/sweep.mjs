// A sweep on two cores against the same on one. Each experiment simulates 1,200,000 messages.
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";

const { Node, run, sweep } = createRequire(import.meta.url)("kernel-lib");

class Player extends Node {
  left = 600_000;
  onStart() {
    for (const peer of this.peers) this.send(peer, { type: "ball" });
  }
  /** @param {object} _ball @param {string} from */
  onBall(_ball, from) {
    if (--this.left > 0) this.send(from, { type: "ball" });
  }
}

/** @param {number} cores */
async function ms(cores) {
  const started = performance.now();
  await sweep(
    { name: ["a", "b"] },
    async (/** @type {{ name: string, seed: number }} */ { name, seed }) => {
      const nodes = { [name]: Player, other: Player };
      return (await run({ nodes, seed }, { engine: "simulator", trace: false, limit: 1e12 })).stats.delivered;
    },
    { seeds: 8, cores },
  );
  return performance.now() - started;
}

/** @type {import("./rows.mjs").Measure[]} */
export const sweepRows =
  availableParallelism() < 2
    ? []
    : [
        {
          what: "sweep of 16 simulations on 2 cores",
          unit: "ms",
          less: true,
          ours: () => ms(2),
          limit: () => ms(1),
          against: "on 1 core",
          reach: 0.65,
          rounds: 3,
        },
      ];
