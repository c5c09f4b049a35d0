// Skynet, 1,111,111 nodes: through the Node API in the simulator, against goroutines if `go` is installed, else
// against promises.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const { Node, run } = createRequire(import.meta.url)("kernel-lib");

const LEAVES = 1_000_000;
const FANOUT = 10;
const SUM = 499_999_500_000;

class Skynet extends Node {
  number = 0;
  size = 1;
  parent = "";
  missing = 10;
  sum = 0;
  onStart() {
    if (this.size === 1) this.tell(this.number);
    else
      for (let i = 0; i < 10; i++) {
        const size = this.size / 10;
        this.spawn(`${this.id}${i}`, Skynet.with({ number: this.number + i * size, size, parent: this.id }));
      }
  }
  /** @param {{ value: number }} message */
  onSum({ value }) {
    this.sum += value;
    if (--this.missing === 0) this.tell(this.sum);
  }
  /** @param {number} value */
  tell(value) {
    if (this.parent) this.send(this.parent, { type: "sum", value });
    else this.output(value);
  }
}

async function nodes() {
  const started = performance.now();
  const { outputs } = await run({ nodes: { n: Skynet.with({ size: LEAVES }) } }, { engine: "simulator", trace: false });
  check(outputs.n[0]);
  return performance.now() - started;
}

/** @type {string | undefined} */
let binary;

function goroutines() {
  if (!binary) {
    binary = join(mkdtempSync(join(tmpdir(), "verteilt-bench-")), "skynet");
    execFileSync("go", ["build", "-o", binary, fileURLToPath(new URL("skynet.go", import.meta.url))]);
  }
  const [sum, ms] = execFileSync(binary, { encoding: "utf8" }).split(" ").map(Number);
  check(sum);
  return ms;
}

async function promises() {
  /** @param {number} number @param {number} size @returns {Promise<number>} */
  const skynet = async (number, size) => {
    if (size === 1) return number;
    const part = size / FANOUT;
    const children = Array.from({ length: FANOUT }, (_, i) => skynet(number + i * part, part));
    return (await Promise.all(children)).reduce((sum, child) => sum + child, 0);
  };
  const started = performance.now();
  check(await skynet(0, LEAVES));
  return performance.now() - started;
}

/** @param {number} sum */
function check(sum) {
  if (sum !== SUM) throw new Error(`Skynet gives ${sum} instead of ${SUM}.`);
}

const hasGo = spawnSync("go", ["version"]).status === 0;

/** @type {import("./rows.mjs").Measure[]} */
export const skynet = [
  {
    what: "Skynet, 1,111,111 nodes",
    unit: "ms",
    less: true,
    ours: nodes,
    limit: hasGo ? goroutines : promises,
    against: hasGo ? "goroutines" : "promises",
    reach: 2,
  },
];
