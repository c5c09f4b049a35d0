// Exploring every schedule of ordinary Node classes, against a plain explorer that keeps states as JSON texts in a Set.
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { managers, twoPhaseCommit } from "./two-phase-commit.mjs";

const { explore, Node } = createRequire(import.meta.url)("kernel-lib");

const MANAGERS = 7;
const STATES = 296_448;
const MAX = 7;
const PLAIN = 50_000;

class Pinger extends Node {
  count = 0;
  onStart() {
    this.send("ponger", { type: "ping", n: 0 });
  }
  /** @param {{ n: number }} message @param {string} from */
  onPong({ n }, from) {
    if (n !== this.count) return;
    this.count++;
    this.send(from, { type: "ping", n: n + 1 });
  }
}

class Ponger extends Node {
  count = 0;
  /** @param {{ n: number }} message @param {string} from */
  onPing({ n }, from) {
    if (n !== this.count) return;
    this.count++;
    this.send(from, { type: "pong", n });
  }
}

const ids = managers(MANAGERS);

/** @param {any} view */
function consistent({ nodes }) {
  let committed = false;
  let aborted = false;
  for (const rm of ids) {
    if (nodes[rm].state === "committed") committed = true;
    else if (nodes[rm].state === "aborted") aborted = true;
  }
  return !(committed && aborted);
}

/** @param {any} view */
function counted({ nodes }) {
  return nodes.pinger.count <= MAX && nodes.ponger.count <= MAX;
}

const pingPong = { nodes: { pinger: Pinger, ponger: Ponger } };

/** @param {object} system @param {object} options @param {number} expected */
async function explored(system, options, expected) {
  const started = performance.now();
  const { unique } = await explore(system, options);
  if (unique !== expected) throw new Error(`${unique} states instead of ${expected}`);
  return unique / (performance.now() - started);
}

/**
 * The plain explorer: a state is all nodes and the sorted texts of the messages; known states are recognised by
 * their JSON. Like ours it copies only the node that handles a message, and skips events that change nothing.
 * @param {Record<string, any>} nodes
 * @param {(node: any, message: any, send: (to: string, message: any) => void) => void} handle
 * @param {[string, string, any][]} first
 * @param {{ lossy?: boolean, within?: (view: any) => boolean, always?: (view: any) => boolean }} options
 * @param {number} most  it is slow: this many states show how fast
 */
function plain(nodes, handle, first, { lossy, within, always }, most) {
  const started = performance.now();
  const open = [{ nodes, messages: first.map((one) => JSON.stringify(one)).sort() }];
  const seen = new Set([JSON.stringify(open[0])]);
  const add = (/** @type {any} */ state) => {
    if (within && !within(state)) return;
    const text = JSON.stringify(state);
    if (seen.has(text)) return;
    if (always && !always(state)) throw new Error("broken");
    seen.add(text);
    open.push(state);
  };
  for (let i = 0; i < open.length && seen.size < most; i++) {
    const state = open[i];
    for (const envelope of state.messages) {
      const [, to, message] = JSON.parse(envelope);
      const node = { ...state.nodes[to] };
      const messages = [...state.messages];
      handle(node, message, (receiver, sent) => {
        const text = JSON.stringify([to, receiver, sent]);
        if (!messages.includes(text)) messages.push(text);
      });
      const same =
        messages.length === state.messages.length &&
        Object.keys(node).every((key) => node[key] === state.nodes[to][key]);
      if (!same) add({ nodes: { ...state.nodes, [to]: node }, messages: messages.sort() });
      if (lossy) add({ nodes: state.nodes, messages: state.messages.filter((other) => other !== envelope) });
    }
  }
  return seen.size / (performance.now() - started);
}

function plainTwoPhaseCommit() {
  const nodes = {
    tm: { id: "tm", state: "init", prepared: [] },
    ...Object.fromEntries(ids.map((id) => [id, { id, state: "working" }])),
  };
  /** @type {[string, string, any][]} */
  const first = [
    ["tm", "tm", { type: "decideCommit" }],
    ["tm", "tm", { type: "decideAbort" }],
    ...ids.flatMap((rm) => [
      /** @type {[string, string, any]} */ ([rm, rm, { type: "prepare" }]),
      /** @type {[string, string, any]} */ ([rm, rm, { type: "chooseAbort" }]),
    ]),
  ];
  return plain(nodes, handleTransaction, first, { always: consistent }, PLAIN);
}

/** @param {any} node @param {any} message @param {(to: string, message: any) => void} send */
function handleTransaction(node, message, send) {
  switch (message.type) {
    case "prepare":
      if (node.state !== "working") return;
      node.state = "prepared";
      return send("tm", { type: "prepared", rm: node.id });
    case "chooseAbort":
      if (node.state === "working") node.state = "aborted";
      return;
    case "commit":
      node.state = "committed";
      return;
    case "abort":
      node.state = "aborted";
      return;
    case "prepared":
      if (node.state === "init" && !node.prepared.includes(message.rm))
        node.prepared = [...node.prepared, message.rm].sort();
      return;
    case "decideCommit":
      if (node.state !== "init" || node.prepared.length < MANAGERS) return;
      node.state = "committed";
      for (const rm of ids) send(rm, { type: "commit" });
      return;
    case "decideAbort":
      if (node.state !== "init") return;
      node.state = "aborted";
      for (const rm of ids) send(rm, { type: "abort" });
  }
}

function plainPingPong() {
  const nodes = { pinger: { count: 0 }, ponger: { count: 0 } };
  return plain(
    nodes,
    (node, { type, n }, send) => {
      if (n !== node.count) return;
      node.count++;
      if (type === "ping") send("pinger", { type: "pong", n });
      else send("ponger", { type: "ping", n: n + 1 });
    },
    [["pinger", "ponger", { type: "ping", n: 0 }]],
    { lossy: true, within: counted },
    PLAIN,
  );
}

/** Bytes per state, when nearly all have been found. */
async function memory() {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  gc();
  const used = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const before = used();
  let count = 0;
  let after = 0;
  await explore(twoPhaseCommit(MANAGERS), {
    network: "duplicating",
    always: {
      measured: () => {
        if (++count === STATES - 1) {
          gc();
          after = used();
        }
        return true;
      },
    },
  });
  return (after - before) / STATES;
}

/** @type {import("./rows.mjs").Measure[]} */
export const explorerRows = [
  {
    what: `explorer, two-phase commit with ${MANAGERS} resource managers`,
    unit: "k states/s",
    less: false,
    ours: () => explored(twoPhaseCommit(MANAGERS), { network: "duplicating", always: { consistent } }, STATES),
    limit: plainTwoPhaseCommit,
    against: "plain JSON explorer",
    reach: 8,
  },
  {
    what: `explorer, lossy ping-pong to ${MAX}`,
    unit: "k states/s",
    less: false,
    ours: () => explored(pingPong, { network: "duplicating", lossy: true, within: counted }, 2 ** (2 * MAX + 2) - 2),
    limit: plainPingPong,
    against: "plain JSON explorer",
    reach: 8,
  },
  {
    what: "explorer, memory a state",
    unit: "bytes",
    less: true,
    ours: memory,
    limit: () => 4e9 / 10e6,
    against: "10 M states in 4 GB",
    reach: 1,
  },
];
