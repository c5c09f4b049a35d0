// `explore`: prepares a system as `run` does, hands it to verification with a clock, and gives the verdict its picture.
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import { host } from "./engine/host.js";
import { describeSystem, type Prepared } from "./engine/prepared.js";
import { Evaluations } from "./engine/simulator/evaluations.js";
import { prepare, type System } from "./engine/system.js";
import { bundleOf } from "./figure/figure.js";
import { spaceTime } from "./figure/space-time.js";
import { copy } from "./node/copy.js";
import { MisuseError } from "./node/errors.js";
import { exploreSystem } from "./verify/explore-system.js";
import type { ExploredSystem, ExploreOptions, Surroundings, Verdict } from "./verify/options.js";

const SECONDS = 60;

/**
 * Explores every schedule of a system: every order in which messages arrive and timers are due, and what may go wrong by `network`,
 * `lossy` and `crashes`. The faults and the topology's costs are those of runs and play no part here; time has no numbers, so `now()` is refused.
 *
 * A state is what all nodes hold (fields, disk, timers) and what is in flight, and outputs where a property reads them; all `onStart` run first,
 * in the system's order. Ends after 60 s unless `seconds` says otherwise, and tells by `complete` whether that was everything.
 * @throws MisuseError on a system no node could live in, a property that throws, a handler that depends on more than its node and the event
 */
export async function explore(system: System, options: ExploreOptions = {}): Promise<Verdict> {
  return explorePrepared(prepare(system), options);
}

/** Explores a system that is packed already. */
export async function explorePrepared(prepared: Prepared, options: ExploreOptions = {}): Promise<Verdict> {
  return withPicture(await exploreSystem(evaluate(prepared), options, surroundings(options.seconds ?? SECONDS)));
}

/** A verdict, as found or as it came over a wire, that draws itself. */
export function withPicture(verdict: Verdict): Verdict {
  return Object.defineProperty(verdict, Symbol.for("Jupyter.display"), { value: () => picture(verdict) });
}

function evaluate(prepared: Prepared): ExploredSystem {
  const { nodes, neighbours, seed } = prepared;
  const ids = [...nodes.keys()];
  const evaluations = new Evaluations(() => {});
  for (const [id, { shipment }] of nodes)
    if (shipment.privates.length > 0)
      throw new MisuseError(
        `The state of ${id} cannot be compared: ${shipment.privates.join(", ")} is private to its class. Use ordinary fields in nodes.`,
      );
  const classes = new Map([...nodes].map(([id, node]) => [id, evaluations.classOf(node, id)]));
  const others = new Map(ids.map((id) => [id, ids.filter((other) => other !== id)]));
  return {
    ids,
    seed,
    described: describeSystem(prepared),
    neighbours: (id) => neighbours?.get(id) ?? others.get(id)!,
    make: (id) => Object.assign(new (classes.get(id)!)(), copy(nodes.get(id)!.fields, "fields")),
  };
}

function surroundings(seconds: number): Surroundings {
  const signal = host()?.signal?.();
  const started = performance.now();
  let breath = started;
  let look = started;
  let full = false;
  return {
    stop() {
      if (signal?.aborted) return "the interruption";
      const now = performance.now();
      if (now - started > seconds * 1000) return `${seconds} seconds`;
      if (now - look > 200) {
        look = now;
        full = isMemoryFull();
      }
      return full ? "memory" : undefined;
    },
    breathe() {
      if (performance.now() - breath < 50) return undefined;
      return new Promise((resolve) =>
        setImmediate(() => {
          breath = performance.now();
          resolve();
        }),
      );
    },
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

function isMemoryFull(): boolean {
  const { used_heap_size, heap_size_limit, external_memory } = getHeapStatistics();
  return used_heap_size > 0.85 * heap_size_limit || external_memory > 0.5 * totalmem();
}

function picture(verdict: Verdict): Record<string, unknown> {
  const sentence = sentenceOf(verdict);
  if (!verdict.counterexample) return { "text/plain": sentence };
  const drawn = bundleOf(spaceTime(verdict));
  return { ...drawn, "text/plain": `${sentence}\n${drawn["text/plain"]}` };
}

/** The verdict in words. */
export function sentenceOf({ ok, unique, complete, broken, why, limit, counterexample }: Verdict): string {
  const states = `${unique.toLocaleString("en")} ${unique === 1 ? "state" : "states"}`;
  const extent = complete
    ? `${states}: every schedule was explored.`
    : limit === undefined
      ? `Found after ${states}.`
      : `${states}, up to the limit (${limit}): not every schedule was explored.`;
  if (ok) return `Nothing is broken in ${extent}`;
  const what = `${broken} ${counterexample ? "is broken" : "is never reached"}${why === undefined ? "" : `: ${why}`}.`;
  return `${what} ${extent}`;
}
