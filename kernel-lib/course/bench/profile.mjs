// Where the time of a row goes: V8's profiler over one more round, by function.
import { Session } from "node:inspector/promises";
import { basename } from "node:path";

const MOST = 8;

/** Waiting, and the profiler itself. */
const notOurs = new Set(["(idle)", "dispatch"]);

/**
 * The functions that took most of the time themselves, with their shares of it.
 * @param {() => unknown} act
 * @returns {Promise<{ name: string, share: number }[]>}
 */
export async function profileOf(act) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  await act();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const { nodes, samples = [], timeDeltas = [] } = profile;
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  /** @type {Map<string, number>} */
  const times = new Map();
  let total = 0;
  for (const [i, sample] of samples.entries()) {
    const name = /** @type {string} */ (names.get(sample));
    if (notOurs.has(name)) continue;
    times.set(name, (times.get(name) ?? 0) + timeDeltas[i]);
    total += timeDeltas[i];
  }
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([name, time]) => ({ name, share: time / total }));
}

/** @param {{ functionName: string, url: string, lineNumber: number }} frame */
function nameOf({ functionName, url, lineNumber }) {
  const name = functionName || "a function without a name";
  return url ? `${name}, ${basename(url)}:${lineNumber + 1}` : name;
}
