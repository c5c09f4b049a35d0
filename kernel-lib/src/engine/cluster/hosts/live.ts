// A live system on one's own machines.
import type { AnyMessage, NodeId } from "../../../node/messages.js";
import type { Trace } from "../../../trace/trace.js";
import { CheckedLive, type Nodes } from "../../checked-live.js";
import { host } from "../../host.js";
import type { Live } from "../../live.js";
import type { PreparedSystem } from "../../prepared-system.js";
import type { Run, RunOptions } from "../../run.js";
import { prepareNode } from "../../system.js";
import { DEFAULT_LIMIT_MS } from "../../threads/coordinator.js";
import { OwnMachines } from "./cluster.js";
import { ClusterRun } from "./cluster-run.js";

export function ownMachines(link: string, place: Readonly<Record<NodeId, string>>): OwnMachines {
  return new OwnMachines(link, place);
}

export async function runOnCluster(system: PreparedSystem, options: RunOptions, machines: OwnMachines): Promise<Run> {
  const signal = host()?.signal?.();
  signal?.throwIfAborted();
  const run = new ClusterRun(machines, system, options, false);
  const interrupted = () => run.fail(signal!.reason);
  signal?.addEventListener("abort", interrupted);
  const { until, limit = DEFAULT_LIMIT_MS } = options;
  let timer: NodeJS.Timeout | undefined;
  try {
    await begun(run);
    const time = new Promise<"until" | "limit">((resolve) => {
      if (typeof until === "number") timer = setTimeout(resolve, until, "until");
      else timer = setTimeout(resolve, limit, "limit");
    });
    const reason = await Promise.race([run.ended, time]).catch(() => "until" as const);
    return await run.finish(reason, reason === "limit" ? limit : undefined);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupted);
  }
}

export async function startOnCluster(
  system: PreparedSystem,
  options: RunOptions,
  machines: OwnMachines,
): Promise<Live> {
  return new ClusterLive(await begun(new ClusterRun(machines, system, options, true)));
}

async function begun(run: ClusterRun): Promise<ClusterRun> {
  try {
    await run.begin();
    return run;
  } catch (error) {
    await run.abandon();
    throw error;
  }
}

class ClusterLive extends CheckedLive {
  protected override readonly does: Nodes;

  constructor(readonly run: ClusterRun) {
    super();
    this.does = {
      knows: (id) => run.knows(id),
      crash: (id) => run.order("crash", id),
      restart: (id) => run.order("restart", id),
      pause: (id) => run.order("pause", id),
      resume: (id) => run.order("resume", id),
      part: (groups) => run.part(groups),
      add: (id, node) => run.add(id, prepareNode(id, node)),
    };
    run.ended.catch((error) => run.site.coordinator.outside.giveUp(error.message));
  }

  get trace(): Trace {
    return this.run.collector.trace;
  }

  protected override question(to: NodeId, message: AnyMessage, timeout: number | undefined): Promise<any> {
    return this.run.site.ask(to, message, timeout);
  }

  protected override async end(): Promise<Run> {
    const quiet = await this.run.isQuiet();
    const run = await this.run.finish(quiet ? "quiet" : "until");
    this.run.site.coordinator.outside.giveUp("the system was stopped.");
    return run;
  }
}
