// `run` and `start`: the same system on real threads or in the simulator.
import type { OwnMachines } from "../engine/cluster/hosts/cluster.js";
import type { Live } from "../engine/live.js";
import { announce, type Cluster, type Run, type RunOptions } from "../engine/run.js";
import { SimulatedLive } from "../engine/simulator/live.js";
import { replay } from "../engine/simulator/replay.js";
import { simulate } from "../engine/simulator/simulate.js";
import { prepare, type System } from "../engine/system.js";
import { startOnThreads } from "../engine/threads/live.js";
import { runOnThreads } from "../engine/threads/run.js";
import type { HandlersFit } from "../node/checked-handlers.js";
import { MisuseError, quote } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";
import { checkNames } from "../node/near-miss.js";
import "./pictures.js";

/**
 * Runs a system until nothing is in flight and no timer is set, or by `until` or `limit`.
 *
 * A step that does not end ends its node, which then stands in `errors`: on threads after half the `limit`; in the
 * simulator after 2 s of processor time (or VERTEILT_STEP_SECONDS), with the line, and what it did in that step does
 * not count. There, code of packages from npm is not guarded: a loop inside of it is not ended.
 * @throws MisuseError on a system no node could live in: an unknown receiver, a message that is not plain data, a
 *   shared variable
 */
export async function run<S extends System>(
  system: S & HandlersFit<S["nodes"]>,
  options: RunOptions = {},
): Promise<Run> {
  check("run", options);
  const prepared = prepare(system);
  if (options.replay) return announce(await replay(prepared, options.replay));
  const { engine } = options;
  if (isCluster(engine)) return announce(await hosts().runOnCluster(prepared, options, engine));
  return announce(await (engine === "simulator" ? simulate(prepared, options) : runOnThreads(prepared, options)));
}

/** Starts a system that keeps running until `stop`, to be asked, crashed and restarted by hand. */
export async function start<S extends System>(
  system: S & HandlersFit<S["nodes"]>,
  options: RunOptions = {},
): Promise<Live> {
  check("start", options);
  const prepared = prepare(system);
  if (isCluster(options.engine)) return hosts().startOnCluster(prepared, options, options.engine);
  return options.engine === "simulator" ? new SimulatedLive(prepared, options) : startOnThreads(prepared, options);
}

/**
 * One's own machines as an engine. Code is shipped to them, so they are workers that one has started oneself
 * (`npm run worker -- LINK`); there it runs enclosed, without network and files.
 * @param link the owner's link of a farm, as `npm run farm` prints it
 * @param options.place which node runs on which worker, by its `--name`; the others are dealt out in turn
 * @throws MisuseError where this is no farm's link
 */
export function cluster(link: string, options: { place?: Record<NodeId, string> } = {}): Cluster {
  return hosts().ownMachines(link, options.place ?? {});
}

/** Loaded on first use: most programs run on this machine. */
function hosts(): typeof import("../engine/cluster/hosts/live.js") {
  return require("../engine/cluster/hosts/live.js");
}

function isCluster(engine: RunOptions["engine"]): engine is OwnMachines {
  return typeof engine === "object" && engine?.kind === "cluster" && typeof engine.close === "function";
}

const OPTIONS = ["engine", "until", "limit", "trace", "replay"];

function check(asked: "run" | "start", options: RunOptions): void {
  if (typeof options !== "object" || options === null)
    throw new MisuseError(`${asked}(system, ${quote(options)}): options are an object, such as { limit: 500 }.`);
  checkNames(options, OPTIONS);
  const { engine, until, limit, trace, replay } = options;
  if (engine !== undefined && engine !== "threads" && engine !== "simulator" && !isCluster(engine))
    throw new MisuseError(
      `There is no engine ${quote(engine)}; choose "threads" or "simulator", or machines of your own: cluster(link).`,
    );
  if (limit !== undefined && !(typeof limit === "number" && limit > 0))
    throw new MisuseError(`The limit is ${quote(limit)}; it takes milliseconds above 0.`);
  if (until !== undefined && typeof until !== "function" && !(typeof until === "number" && until >= 0))
    throw new MisuseError(`until is ${quote(until)}; it takes a time in ms, or a function of { outputs, trace }.`);
  if (trace !== undefined && typeof trace !== "boolean")
    throw new MisuseError(`trace is ${quote(trace)}; it is true or false. To follow a trace, write { replay: trace }.`);
  if (replay !== undefined && !Array.isArray(replay?.events))
    throw new MisuseError(
      `replay is ${quote(replay)}; it is a trace, such as first.trace of a run, or verdict.counterexample.`,
    );
}
