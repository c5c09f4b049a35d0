// Deliveries in the simulator, 100 nodes in pairs, against a bare loop: a binary heap, copied messages, no nodes.
import { createRequire } from "node:module";

const { latency, Node, run } = createRequire(import.meta.url)("kernel-lib");

const PAIRS = 50;
const DELIVERIES = 1_000_000;

class Player extends Node {
  partner = "";
  left = 0;
  onStart() {
    this.send(this.partner, { type: "ball", n: 0, spin: { x: 1, y: 2 } });
  }
  /** @param {{ n: number, spin: object }} ball */
  onBall({ n, spin }) {
    if (--this.left > 0) this.send(this.partner, { type: "ball", n: n + 1, spin });
  }
}

/** @param {boolean} trace @param {boolean} random @param {number} deliveries */
async function simulator(trace, random, deliveries = DELIVERIES) {
  const left = deliveries / PAIRS / 2;
  /** @type {Record<string, any>} */
  const nodes = {};
  for (let i = 0; i < PAIRS; i++) {
    nodes[`a${i}`] = Player.with({ partner: `b${i}`, left });
    nodes[`b${i}`] = Player.with({ partner: `a${i}`, left });
  }
  const faults = random ? [latency({ min: 1, max: 20 })] : [];
  const started = performance.now();
  const { stats } = await run({ nodes, faults }, { engine: "simulator", trace, limit: 1e12 });
  return stats.delivered / (performance.now() - started) / 1000;
}

/** @param {boolean} random */
function bareLoop(random) {
  /** @type {{ at: number, order: number, to: number, message: any }[]} */
  const heap = [];
  let order = 0;
  const before = (/** @type {any} */ a, /** @type {any} */ b) => a.at < b.at || (a.at === b.at && a.order < b.order);
  const add = (/** @type {number} */ at, /** @type {number} */ to, /** @type {any} */ message) => {
    const entry = { at, order: order++, to, message: copied(message) };
    let i = heap.push(entry) - 1;
    for (let up = (i - 1) >> 1; i > 0 && before(entry, heap[up]); up = (i - 1) >> 1) {
      heap[i] = heap[up];
      i = up;
    }
    heap[i] = entry;
  };
  const take = () => {
    const first = heap[0];
    const last = /** @type {typeof first} */ (heap.pop());
    if (heap.length === 0) return first;
    let i = 0;
    for (let child = 1; child < heap.length; child = 2 * i + 1) {
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
    return first;
  };
  const delay = () => (random ? 1 + 19 * Math.random() : 1);
  const left = new Array(2 * PAIRS).fill(DELIVERIES / PAIRS / 2);
  const started = performance.now();
  for (let i = 0; i < 2 * PAIRS; i++) add(delay(), i ^ 1, { type: "ball", n: 0, spin: { x: 1, y: 2 } });
  let delivered = 0;
  while (heap.length > 0) {
    const { at, to, message } = take();
    delivered++;
    if (--left[to] > 0) add(at + delay(), to ^ 1, { type: "ball", n: message.n + 1, spin: message.spin });
  }
  return delivered / (performance.now() - started) / 1000;
}

/** @param {any} value @returns {any} */
function copied(value) {
  /** @type {any} */
  const result = {};
  for (const key in value) result[key] = typeof value[key] === "object" ? copied(value[key]) : value[key];
  return result;
}

const against = "a bare loop";

/** @type {import("./rows.mjs").Measure[]} */
export const simulatorRows = [
  {
    what: "simulated deliveries",
    unit: "M/s",
    less: false,
    ours: () => simulator(false, false),
    limit: () => bareLoop(false),
    against,
    reach: 0.6,
  },
  {
    what: "simulated deliveries, random latency",
    unit: "M/s",
    less: false,
    ours: () => simulator(false, true),
    limit: () => bareLoop(true),
    against,
    reach: 0.6,
  },
  {
    what: "simulated deliveries, tracing on",
    unit: "M/s",
    less: false,
    ours: () => simulator(true, false, 200_000),
    limit: () => bareLoop(false),
    against,
    reach: 0.25,
  },
];
