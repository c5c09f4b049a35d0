// A run whose nodes are on several hosts: places them, lets them begin, notices when all is quiet, and gathers what
// happened. It is a side of the run itself, without nodes: whoever asks from outside asks here.
import { MisuseError } from "../../../node/errors.js";
import type { NodeId } from "../../../node/messages.js";
import { printNode } from "../../console.js";
import { host as kernel } from "../../host.js";
import type { PreparedNode, PreparedSystem } from "../../prepared-system.js";
import type { Run, RunOptions } from "../../run.js";
import { finishedRun } from "../../threads/finished-run.js";
import { receiveError } from "../../threads/protocol.js";
import { TraceCollector } from "../../threads/trace-collector.js";
import type { DataPacket } from "../data-links.js";
import type { Guest } from "../guests.js";
import { KEEPER } from "../names.js";
import { type Counts, isQuiet } from "../quiet.js";
import { type OtherSide, Site } from "../site.js";
import type { OwnMachines, RunOnHosts } from "./cluster.js";
import type { HostLobby } from "./host-lobby.js";
import { INCARNATIONS_OF_HOST, type Placement, packNode, packPlacement } from "./protocol.js";

const START_LIMIT_MS = 30_000;
/** Until all hosts have heard when to begin, which they then do. */
const LEAD_MS = 40;
const END_MS = 30_000;
/** As many hosts as fit into the numbers of events. */
const MOST_HOSTS = 15;

export class ClusterRun implements RunOnHosts {
  readonly site: Site;
  readonly ended: Promise<Run["reason"]>;
  readonly collector: TraceCollector;
  #end!: (reason: Run["reason"]) => void;
  #reject!: (error: Error) => void;
  readonly #nodes = new Map<string, NodeId[]>();
  readonly #numbers = new Map<string, number>();
  readonly #cell = kernel()?.cell();
  #lobby!: HostLobby;
  #failure: Error | undefined;
  #checking = false;
  /** A side has fallen quiet since the check that is under way began, perhaps after it was asked. */
  #toCheck = false;
  #over = false;

  constructor(
    readonly machines: OwnMachines,
    readonly system: PreparedSystem,
    readonly options: RunOptions,
    readonly live: boolean,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#reject = reject;
    });
    this.ended.catch(() => {});
    const run = machines.nextRun();
    const tracing = options.trace !== false;
    const empty = { ...system, nodes: new Map() };
    this.site = new Site({
      me: KEEPER,
      number: run * (MOST_HOSTS + 1),
      incarnations: 0,
      system: empty,
      tracing,
      isTrusting: true,
      report: {
        batch: (id, batch) => this.#collect([{ id, batch }]),
        failed: (id, error) => this.collector.fail(id, receiveError(error)),
        joined: () => {},
        printed: () => {},
        quiet: () => this.#look(),
      },
      publish: (to, text) => this.#lobby.publish(to, text),
    });
    this.collector = new TraceCollector(system, tracing, this.site.clock, "cluster");
    for (const [id, node] of system.nodes) this.collector.add(id, node);
  }

  /** Places all nodes and lets them begin. */
  async begin(): Promise<void> {
    const { machines, system } = this;
    if (machines.current) throw new MisuseError("This cluster runs another system. Wait for it, or stop it.");
    machines.current = this;
    this.#lobby = await Promise.race([machines.lobby(), this.ended as Promise<never>]);
    const hosts = this.#lobby.here.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MOST_HOSTS);
    for (const [i, { name }] of hosts.entries()) {
      this.#numbers.set(name, this.site.options.number + 1 + i);
      this.#nodes.set(name, []);
    }
    for (const [i, id] of [...system.nodes.keys()].entries()) this.#nodes.get(this.#hostFor(id, i))!.push(id);
    // Nodes that are spawned are where those are that spawn them; only by hand do nodes come to a host without one.
    if (!this.live) for (const [name, nodes] of this.#nodes) if (nodes.length === 0) this.#nodes.delete(name);
    await this.site.coordinator.boot();
    const placing = Promise.all([...this.#nodes.keys()].map((name, i) => this.#place(name, i)));
    // A host that is gone meanwhile is not waited for.
    const placed = await Promise.race([placing, this.ended.then(() => placing)]);
    const failed = placed.find((answer) => answer !== "placed");
    if (placed.some((answer) => answer !== "placed"))
      throw new Error(failed?.failed ?? `A host did not start its nodes within ${START_LIMIT_MS / 1000} s.`);
    this.#tellSides();
    const at = machines.clock.time() + LEAD_MS;
    for (const { sure } of this.#guests()) sure.tell({ do: "go", at });
    this.site.coordinator.go(machines.clock.epoch + at);
    await new Promise((done) => setTimeout(done, LEAD_MS));
  }

  /** Ends the run with an error. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#reject(error);
  }

  /** Ends the nodes everywhere and reports what happened. */
  async finish(reason: Run["reason"], ms = this.site.coordinator.time()): Promise<Run> {
    this.#over = true;
    const names = [...this.#nodes.keys()];
    const lasts = await Promise.all(names.map((name) => this.#lobby.tell(name, { do: "end", reason, ms }, END_MS)));
    await this.site.coordinator.close(reason, ms);
    this.site.flush();
    this.#release();
    // What hosts told before their last words is known now.
    if (this.#failure) throw this.#failure;
    const reports = {
      states: [...this.system.nodes.keys(), ...this.#spawned()].flatMap(
        (id) => lasts.flatMap((last) => last?.states ?? []).find((state) => state.id === id) ?? [],
      ),
      waiting: lasts.flatMap((last) => last?.waiting ?? []).sort((a, b) => a.since - b.since),
    };
    return finishedRun(this.collector, this.system, reports, reason, ms);
  }

  async abandon(): Promise<void> {
    await this.finish("until").catch(() => {});
    this.#release();
  }

  /** Has a host do something to a node. */
  async order(what: "crash" | "restart" | "pause" | "resume", id: NodeId): Promise<void> {
    await this.#lobby.tell(this.#hostOf(id), { do: what, id }, END_MS);
  }

  async part(groups: NodeId[][] | undefined): Promise<void> {
    await Promise.all([...this.#nodes.keys()].map((name) => this.#lobby.tell(name, { do: "part", groups })));
  }

  async add(id: NodeId, node: PreparedNode): Promise<void> {
    const name = this.#hostFor(id, this.#spawned().length);
    const answer = await this.#lobby.tell(name, { do: "add", id, data: packNode(node) }, START_LIMIT_MS);
    if (answer?.failed !== undefined) throw new Error(`The host ${name} cannot add "${id}": ${answer.failed}`);
  }

  knows(id: NodeId): boolean {
    return [...this.#nodes.values()].some((nodes) => nodes.includes(id));
  }

  /** Whether nothing moves anywhere. */
  isQuiet(): Promise<boolean> {
    return isQuiet(() => Promise.all([this.site.counts, ...[...this.#nodes.keys()].map((name) => this.#counts(name))]));
  }

  onSaid(guest: Guest, body: any): void {
    switch (body.say) {
      case "batches":
        return this.#collect(body.batches);
      case "failed": {
        const error = receiveError(body.error);
        if (body.error.misuse && !this.live) return this.fail(error);
        return this.collector.fail(body.id, error);
      }
      case "lost":
        return this.fail(new Error(`The host ${guest.name} has lost its nodes: ${body.why}.`));
      case "joined":
        return this.#joined(guest.name, body.id, body.node);
      case "printed":
        return printNode(body.id, body.text, body.stream, this.#cell);
      case "idle":
        if (body.number === this.#numbers.get(guest.name)) void this.#look();
        return;
      case "news":
        guest.sure.tell({ do: "answered", n: body.n });
    }
  }

  onData(from: string, packet: DataPacket): void {
    this.site.take(from, packet);
  }

  onAway(name: string): void {
    if (!this.#over && this.#nodes.has(name)) this.fail(new Error(`The host ${name} is gone, and its nodes with it.`));
  }

  onCutOff(): void {
    if (!this.#over)
      this.fail(new Error("The farm's server cannot be reached, so its hosts are gone, and the nodes with them."));
  }

  /** The machines may run another system. */
  #release(): void {
    if (this.machines.current === this) this.machines.current = undefined;
  }

  async #place(name: string, i: number): Promise<any> {
    const { system, options, live } = this;
    const nodes = new Map(this.#nodes.get(name)!.map((id) => [id, system.nodes.get(id)!]));
    const placement: Placement = {
      system: { nodes, neighbours: system.neighbours, faults: system.faults, seed: system.seed },
      tracing: options.trace !== false,
      limit: options.limit,
      live,
    };
    const numbers = { number: this.#numbers.get(name)!, incarnations: (i + 1) * INCARNATIONS_OF_HOST };
    const order = { do: "place", ...numbers, ids: [...nodes.keys()], data: packPlacement(placement) };
    return this.#lobby.tell(name, order, START_LIMIT_MS);
  }

  /** What a host has sent and received. One that has much to report answers late, and is asked again. */
  async #counts(name: string): Promise<Counts | undefined> {
    const counts = await this.#lobby.tell(name, { do: "quiet" });
    if (counts === undefined && this.#lobby.guests.get(name)?.here && !this.#failure) this.#toCheck = true;
    return counts;
  }

  #joined(name: string, id: NodeId, node: PreparedNode): void {
    const known = this.knows(id);
    const nodes = this.#nodes.get(name);
    if (known && !nodes?.includes(id)) return this.fail(new MisuseError(`Two nodes spawn "${id}".`));
    if (known || !nodes) return;
    nodes.push(id);
    this.collector.add(id, node);
    this.#tellSides();
  }

  /** Everyone hears where every node is. */
  #tellSides(): void {
    const sides: OtherSide[] = [...this.#nodes].map(([name, nodes]) => ({
      name,
      number: this.#numbers.get(name)!,
      here: true,
      nodes: [...nodes],
    }));
    this.site.learn(sides);
    const own = { name: KEEPER, number: this.site.options.number, here: true, nodes: [] };
    for (const { sure } of this.#guests()) sure.tell({ do: "sides", sides: [own, ...sides] });
  }

  #collect(batches: readonly { id: NodeId; batch: any }[]): void {
    for (const { id, batch } of batches) this.collector.collect(id, batch);
    const { until } = this.options;
    if (typeof until === "function" && !this.#over && until(this.collector)) this.#end("until");
  }

  /** A side has fallen quiet: are all? */
  async #look(): Promise<void> {
    if (this.#over || !this.#lobby) return;
    this.#toCheck = true;
    if (this.#checking) return;
    this.#checking = true;
    let quiet = false;
    while (this.#toCheck && !quiet && !this.#over) {
      this.#toCheck = false;
      const { sent } = this.site.counts;
      quiet = await this.isQuiet();
      // Somebody has asked meanwhile: the others were counted before they could hear of it.
      if (quiet && this.site.counts.sent !== sent) {
        quiet = false;
        this.#toCheck = true;
      }
    }
    this.#checking = false;
    if (!quiet || this.#over) return;
    if (!this.live) this.#end("quiet");
    else this.site.coordinator.outside.giveUp("all is quiet, so no answer will come.");
  }

  #guests(): Guest[] {
    return [...this.#nodes.keys()].flatMap((name) => this.#lobby.guests.get(name) ?? []);
  }

  #spawned(): NodeId[] {
    return [...this.#nodes.values()].flat().filter((id) => !this.system.nodes.has(id));
  }

  #hostOf(id: NodeId): string {
    return [...this.#nodes].find(([, nodes]) => nodes.includes(id))![0];
  }

  /** Where a node goes: as it was said, or to one host after the other. */
  #hostFor(id: NodeId, i: number): string {
    const names = [...this.#nodes.keys()];
    const { place } = this.machines;
    const said = Object.hasOwn(place, id) ? place[id] : undefined;
    if (said === undefined) return names[i % names.length]!;
    if (names.includes(said)) return said;
    throw new MisuseError(`place: "${id}" is to run on "${said}", and the hosts are ${names.join(", ")}.`);
  }
}
