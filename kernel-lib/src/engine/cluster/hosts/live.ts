// A live system on one's own machines.
import { checkGroups } from "../../../network/partitions.js";
import { MisuseError, quote } from "../../../node/errors.js";
import type { AnyMessage, NodeId } from "../../../node/messages.js";
import type { NodeClass, NodeSpec } from "../../../node/node.js";
import type { Trace } from "../../../trace/trace.js";
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
  const run = await begun(new ClusterRun(machines, system, options, false));
  const { until, limit = DEFAULT_LIMIT_MS } = options;
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<"until" | "limit">((resolve) => {
    if (typeof until === "number") timer = setTimeout(resolve, until, "until");
    else timer = setTimeout(resolve, limit, "limit");
  });
  try {
    const reason = await Promise.race([run.ended, time]).catch(() => "until" as const);
    return await run.finish(reason, reason === "limit" ? limit : undefined);
  } finally {
    clearTimeout(timer);
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

class ClusterLive implements Live {
  #stopped = false;

  constructor(readonly run: ClusterRun) {
    run.ended.catch((error) => run.site.coordinator.outside.giveUp(error.message));
  }

  get trace(): Trace {
    return this.run.collector.trace;
  }

  get running(): boolean {
    return !this.#stopped;
  }

  async ask(to: NodeId, message: AnyMessage, options: { timeout?: number } = {}): Promise<any> {
    this.#check();
    return this.run.site.ask(to, message, options.timeout);
  }

  async crash(id: NodeId): Promise<void> {
    this.#check(id);
    await this.run.order("crash", id);
  }

  async restart(id: NodeId): Promise<void> {
    this.#check(id);
    await this.run.order("restart", id);
  }

  async pause(id: NodeId): Promise<void> {
    this.#check(id);
    await this.run.order("pause", id);
  }

  async resume(id: NodeId): Promise<void> {
    this.#check(id);
    await this.run.order("resume", id);
  }

  async partition(...groups: NodeId[][]): Promise<void> {
    this.#check(...groups.flat());
    checkGroups(groups);
    await this.run.part(groups);
  }

  async heal(): Promise<void> {
    this.#check();
    await this.run.part(undefined);
  }

  async add(id: NodeId, node: NodeClass | NodeSpec): Promise<void> {
    this.#check();
    if (this.run.knows(id)) throw new MisuseError(`There is a node "${id}" already.`);
    await this.run.add(id, prepareNode(id, node));
  }

  async stop(): Promise<Run> {
    this.#check();
    this.#stopped = true;
    const quiet = await this.run.isQuiet();
    const run = await this.run.finish(quiet ? "quiet" : "until");
    this.run.site.coordinator.outside.giveUp("the system was stopped.");
    return run;
  }

  #check(...ids: NodeId[]): void {
    if (this.#stopped) throw new MisuseError("This system was stopped. Start a new one with start(system).");
    const unknown = ids.find((id) => !this.run.knows(id));
    if (unknown !== undefined) throw new MisuseError(`There is no node ${quote(unknown)} in this system.`);
  }
}
