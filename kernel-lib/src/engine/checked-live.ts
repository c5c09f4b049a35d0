// What all live systems have in common: what may be asked of one, with the checks, whatever engine carries it out.
import { checkGroups } from "../network/partitions.js";
import { MisuseError, quote } from "../node/errors.js";
import type { AnyMessage, NodeId } from "../node/messages.js";
import type { NodeClass, NodeSpec } from "../node/node.js";
import type { Trace } from "../trace/trace.js";
import type { Live } from "./live.js";
import type { Run } from "./run.js";

/** What carries out the orders for links, and lets nodes stand still. */
export interface Links {
  knows(id: NodeId): boolean;
  pause(id: NodeId): unknown;
  resume(id: NodeId): unknown;
  /** Heals all where there are no groups. */
  part(groups: NodeId[][] | undefined): unknown;
}

/** What carries out the orders for nodes, too. */
export interface Nodes extends Links {
  crash(id: NodeId): unknown;
  restart(id: NodeId): unknown;
  add(id: NodeId, node: NodeClass | NodeSpec): unknown;
}

/** A system whose links one may part, and whose nodes one may pause. */
export abstract class CheckedLinks<Does extends Links = Links> implements Omit<Live, "crash" | "restart" | "add"> {
  #stopped = false;
  protected abstract readonly does: Does;

  abstract get trace(): Trace;
  protected abstract question(to: NodeId, message: AnyMessage, timeout: number | undefined): Promise<any>;
  /** Ends it; nothing can be asked any more. */
  protected abstract end(): Promise<Run>;
  protected abstract whyOver(): string;
  protected abstract whyUnknown(id: NodeId): string;

  get running(): boolean {
    return !this.#stopped;
  }

  async ask(to: NodeId, message: AnyMessage, options: { timeout?: number } = {}): Promise<any> {
    this.check();
    return this.question(to, message, options.timeout);
  }

  async pause(id: NodeId): Promise<void> {
    this.check(id);
    await this.does.pause(id);
  }

  async resume(id: NodeId): Promise<void> {
    this.check(id);
    await this.does.resume(id);
  }

  async partition(...groups: NodeId[][]): Promise<void> {
    this.check(...groups.flat());
    checkGroups(groups);
    await this.does.part(groups);
  }

  async heal(): Promise<void> {
    this.check();
    await this.does.part(undefined);
  }

  async stop(): Promise<Run> {
    this.check();
    this.#stopped = true;
    return this.end();
  }

  /** @throws MisuseError where it was stopped, or there is no such node */
  protected check(...ids: NodeId[]): void {
    if (this.#stopped) throw new MisuseError(this.whyOver());
    const unknown = ids.find((id) => !this.does.knows(id));
    if (unknown !== undefined) throw new MisuseError(this.whyUnknown(unknown));
  }
}

/** A system all of whose nodes are one's own. */
export abstract class CheckedLive extends CheckedLinks<Nodes> implements Live {
  async crash(id: NodeId): Promise<void> {
    this.check(id);
    await this.does.crash(id);
  }

  async restart(id: NodeId): Promise<void> {
    this.check(id);
    await this.does.restart(id);
  }

  async add(id: NodeId, node: NodeClass | NodeSpec): Promise<void> {
    this.check();
    if (this.does.knows(id)) throw new MisuseError(`There is a node "${id}" already.`);
    await this.does.add(id, node);
  }

  protected override whyOver(): string {
    return "This system was stopped. Start a new one with start(system).";
  }

  protected override whyUnknown(id: NodeId): string {
    return `There is no node ${quote(id)} in this system.`;
  }
}
