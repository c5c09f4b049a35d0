// Judging long histories of transactions whose order of versions is known, against the time that a lecture has for it:
// Elle's paper decides hundreds of thousands in tens of seconds. A history is made as a database would make it that
// gives one reader in a thousand old values.
import { createRequire } from "node:module";

const { serializable } = createRequire(import.meta.url)("kernel-lib");

const STEPS = 4;
const OLD = 1000;

/** @param {number} count @param {boolean} lists */
function history(count, lists) {
  let seed = 7;
  const random = (/** @type {number} */ n) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  /** @type {Map<string, any>} */
  const store = new Map();
  let old = store;
  let version = 0;
  const all = [];
  for (let id = 0; id < count; id++) {
    if (id % OLD === 0) old = new Map(store);
    const isReader = id % OLD === 10;
    const steps = [];
    for (let i = 0; i < STEPS; i++) {
      const key = `k${random(count / 20)}`;
      if (isReader || random(2) === 0) steps.push({ read: key, value: (isReader ? old : store).get(key) });
      else if (lists) {
        steps.push({ append: key, value: ++version });
        store.set(key, [...(store.get(key) ?? []), version]);
      } else {
        steps.push({ write: key, value: ++version });
        store.set(key, version);
      }
    }
    all.push({ id, process: id % 10, start: id, end: id + 5, steps });
  }
  return all;
}

/** @param {number} count @param {boolean} lists @param {number} seconds @returns {import("./rows.mjs").Measure} */
function judged(count, lists, seconds) {
  return {
    what: `serializable: ${count.toLocaleString("en")} transactions on ${lists ? "lists" : "registers"}`,
    unit: "s",
    less: true,
    async ours() {
      const all = history(count, lists);
      const started = performance.now();
      const { ok, undecided } = await serializable(all);
      if (ok === "unknown" || undecided) throw new Error("undecided, although the order of versions is known");
      return (performance.now() - started) / 1000;
    },
    limit: () => seconds,
    against: "time allowed",
    reach: 1,
    rounds: 1,
  };
}

export const transactions = [
  judged(20_000, false, 5),
  judged(20_000, true, 5),
  judged(100_000, false, 30),
  judged(100_000, true, 30),
];
