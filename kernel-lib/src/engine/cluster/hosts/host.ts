// A host: a process on one's own machine that runs the nodes it is given, one run after the other.
import { randomBytes } from "node:crypto";
import type { PreparedNode } from "../../prepared-system.js";
import { monotonic } from "../../threads/run-clock.js";
import type { ClockReading } from "../clock-offset.js";
import { CONFIRM_MS, type DataPacket } from "../data-links.js";
import { Doorway, type DoorwayEvents } from "../doorway.js";
import { resolveLink } from "../link.js";
import { Reporter } from "../reporter.js";
import { Site } from "../site.js";
import { type HostOrder, type Placement, unpack } from "./protocol.js";

export class Host implements DoorwayEvents {
  readonly #doorway: Doorway;
  readonly #reporter: Reporter;
  #site: Site | undefined;
  #number = 0;
  /** When the driver's time began, on this clock. */
  #epoch = 0;
  readonly #timer = setInterval(() => this.#tick(), CONFIRM_MS);
  #idle: NodeJS.Timeout | undefined;

  private constructor(readonly name: string) {
    this.#doorway = new Doorway(name, this);
    this.#reporter = new Reporter(
      (body) => this.#doorway.tell(body),
      (news, id, ...rest) => {
        if (news === "printed") this.#doorway.tell({ say: "printed", id, text: rest[0], stream: rest[1] });
      },
      () => this.#onQuiet(),
    );
  }

  /** Lends this process to whoever has the link's other half. */
  static async lend(link: string, name = `host-${randomBytes(3).toString("hex")}`): Promise<Host> {
    const host = new Host(name);
    await host.#doorway.enter(await resolveLink(link), randomBytes(24).toString("base64url"));
    const { reading, epoch } = await host.#doorway.measureClock();
    host.#epoch = epoch;
    host.#doorway.tell({ say: "here", clock: reading satisfies ClockReading });
    await host.#doorway.settled();
    return host;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#site?.coordinator.abandon();
    await this.#doorway.close();
  }

  owns(): boolean {
    return true;
  }

  onData(from: string, packet: DataPacket): void {
    this.#site?.take(from, packet);
  }

  onState(connected: boolean): void {
    this.#site?.cutOff(!connected);
  }

  onTold(body: unknown): void {
    const order = body as HostOrder;
    this.#obey(order).catch((error: Error) => {
      if ("n" in order) this.#doorway.tell({ say: "done", n: order.n, value: { failed: error.message } });
    });
  }

  async #obey(order: HostOrder): Promise<void> {
    const site = this.#site;
    switch (order.do) {
      case "time":
        return this.#doorway.answered(order.n, order.time);
      case "answered":
        return this.#doorway.answered(order.n, undefined);
      case "place":
        await this.#place(unpack<Placement>(order.data));
        return this.#done(order.n, "placed");
      case "go":
        return this.#beginAt(this.#epoch + order.at);
      case "sides":
        return site?.learn(order.sides.filter(({ name }) => name !== this.name));
      case "add":
        await site?.coordinator.add(order.id, unpack<PreparedNode>(order.data));
        return this.#done(order.n);
      case "crash":
      case "restart":
      case "pause":
      case "resume":
        await site?.coordinator[order.do](order.id);
        return this.#done(order.n);
      case "part":
        await site?.part(order.groups);
        return this.#done(order.n);
      case "quiet":
        return this.#done(order.n, site?.counts);
      case "end": {
        this.#site = undefined;
        const last = await site?.coordinator.close(order.reason, order.ms);
        site?.flush();
        this.#reporter.flush();
        return this.#done(order.n, last);
      }
    }
  }

  async #place({ number, incarnations, system, tracing, limit, live }: Placement): Promise<void> {
    await this.#site?.coordinator.abandon();
    this.#number = number;
    this.#site = new Site({
      me: this.name,
      number,
      incarnations,
      system,
      tracing,
      limit,
      live,
      isTrusting: true,
      report: this.#reporter,
      publish: (to, text) => this.#doorway.publish(to, text),
      hearNews: () => this.#doorway.ask({ say: "news" }),
    });
    await this.#site.coordinator.boot();
  }

  /** All hosts begin at the same time, as far as their clocks agree. */
  #beginAt(epoch: number): void {
    const site = this.#site;
    setTimeout(() => {
      // A host that hears of it late begins late: what is to happen at a time must not meet a node that has not begun.
      if (site === this.#site) site?.coordinator.go(Math.max(epoch, monotonic()));
    }, epoch - monotonic());
  }

  /** Quiet is told once it has lasted for a turn: the next message may be in the mail. */
  #onQuiet(): void {
    const number = this.#number;
    this.#idle ??= setTimeout(() => {
      this.#idle = undefined;
      if (number === this.#number && this.#site?.coordinator.quiet) this.#doorway.tell({ say: "idle", number });
    }, 1);
  }

  #tick(): void {
    this.#site?.links.confirm();
    this.#doorway.remind();
  }

  #done(n: number, value?: unknown): void {
    this.#doorway.tell({ say: "done", n, value });
  }
}
