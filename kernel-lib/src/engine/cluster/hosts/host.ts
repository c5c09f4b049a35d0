// A host: this machine, lent to one who runs systems elsewhere. The nodes it is given run in an enclosure; out here are
// the connection, and a careful reader of what comes out of there.
import type { NodeId } from "../../../node/messages.js";
import { isOutside } from "../../../node/outside.js";
import type { DataPacket } from "../data-links.js";
import { CONFIRM_MS } from "../data-links.js";
import { Doorway, type DoorwayEvents } from "../doorway.js";
import type { OpenMail } from "../mail.js";
import { outsideOf } from "../names.js";
import { isText, passing } from "../packet.js";
import { type NodesReport, readNodesReport } from "./host-reports.js";
import { LONGEST_TOLD, packet, readPassed, told } from "./membrane.js";
import { type HostOrder, INCARNATIONS_OF_HOST, type NodesOrder, type Place } from "./protocol.js";

/** Where nodes run, seen from outside. */
export interface Enclosure {
  /** Hands a text in. @returns false if more waits to be read there than should */
  send(text: string, isPacket: boolean): boolean;
  end(): void;
}

export interface EnclosureEvents {
  /** A text comes out. No other does until what it returns has resolved. */
  onText(text: string): Promise<void> | undefined;
  /** It has ended by itself. */
  onEnd(why: string): void;
}

/** Makes an enclosure for nodes. */
export type Enclose = (events: EnclosureEvents) => Enclosure;

export interface HostOptions {
  readonly name: string;
  readonly enclose: Enclose;
  /** Runs begin and end; `id` is unlike that of any other. */
  readonly onRun: (say: "takes" | "done" | "failed", id: string, nodes: readonly NodeId[], why?: string) => void;
}

/** An enclosure waits so long for another run of the same driver: its threads are warm. */
const IDLE_MS = 30_000;
/** How long the last words of nodes may take. */
const LAST_MS = 4000;
/** Characters that come out of an enclosure before the server and the driver have to catch up. */
const AT_ONCE = 1_000_000;
const MOST_BACKLOG = 32_000_000;
const CATCH_UP_MS = 20;

interface HostedRun {
  readonly number: number;
  readonly incarnations: readonly [number, number];
  readonly ids: readonly NodeId[];
  /** Its nodes, those they have spawned, and the line of those who ask from here. */
  readonly own: Set<unknown>;
  /** The other sides that it may write to. */
  sides: ReadonlySet<string>;
}

export class Host implements DoorwayEvents {
  readonly #doorway: Doorway;
  readonly #timer = setInterval(() => this.#doorway.remind(), CONFIRM_MS);
  /** When the driver's time began, on this clock. */
  #epoch = 0;
  #enclosure: Enclosure | undefined;
  #run: HostedRun | undefined;
  /** Orders that wait for their answers. */
  readonly #orders = new Map<number, HostOrder["do"]>();
  #passed = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(readonly options: HostOptions) {
    this.#doorway = new Doorway(options.name, this, LONGEST_TOLD);
  }

  /** Lends this machine. Rejects if the driver does not greet. */
  async lend(open: OpenMail, connection: number): Promise<void> {
    await this.#doorway.enter(open);
    this.#epoch = (await this.#doorway.measureClock()).epoch;
    this.#doorway.tell({ say: "here", connection });
  }

  /** Ends its nodes, and takes no more. @param why for this machine's user, where nodes run */
  async close(why: string): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#endEnclosure(why);
    await this.#doorway.leave();
  }

  owns(): boolean {
    return true;
  }

  onData(_from: string, _packet: DataPacket): void {}

  onState(_connected: boolean): void {}

  relay(from: string, text: string): void {
    this.#enclosure?.send(packet(from, text), true);
  }

  onTold(body: unknown): void {
    if (this.#closed) return;
    const order = body as HostOrder;
    switch (order.do) {
      case "time":
        return this.#doorway.answered(order.n, order.time);
      case "answered":
        return this.#doorway.answered(order.n, undefined);
      case "place":
        return this.#place(order);
      case "go":
        return this.#handOn({ ...order, at: this.#epoch + order.at });
      case "sides":
        if (this.#run) this.#run.sides = new Set(order.sides.map(({ name }) => name));
        return this.#handOn(order);
      case "add":
        this.#run?.own.add(order.id);
        return this.#handOn(order);
      case "end":
        setTimeout(() => {
          if (this.#orders.has(order.n)) this.#endEnclosure("its nodes did not end");
        }, LAST_MS).unref();
        return this.#handOn(order);
      default:
        return this.#handOn(order);
    }
  }

  #place(order: Place): void {
    const { number, incarnations, ids } = order;
    if (this.#run) this.#endEnclosure("its driver has begun another run");
    clearTimeout(this.#idle);
    this.#run = {
      number,
      incarnations: [incarnations, incarnations + INCARNATIONS_OF_HOST],
      ids,
      own: new Set([...ids, outsideOf(this.options.name)]),
      sides: new Set(),
    };
    this.#report("takes");
    this.#enclosure ??= this.#enclose();
    this.#handOn({ ...order, me: this.options.name });
  }

  #enclose(): Enclosure {
    const enclosure: Enclosure = this.options.enclose({
      onText: (text) => (this.#enclosure === enclosure ? this.#onText(text) : undefined),
      onEnd: (why) => {
        if (this.#enclosure === enclosure) this.#lose(why);
      },
    });
    return enclosure;
  }

  #handOn(order: NodesOrder): void {
    if ("n" in order) this.#orders.set(order.n, order.do);
    if (!this.#enclosure) return this.#answerAll("no node runs there");
    this.#enclosure.send(told(order), false);
  }

  #onText(text: string): Promise<void> | undefined {
    const passed = readPassed(text);
    const run = this.#run;
    if (!passed) this.#lose("it sent what cannot be read");
    else if (passed.kind === "packet") {
      const clean = run?.sides.has(passed.side) ? passing(passed.text, run.number) : undefined;
      if (clean !== undefined) this.#doorway.publish(passed.side, clean);
    } else if (run && passed.body?.run === run.number) {
      // What a run that is over still says is nobody's.
      const owns = (id: unknown) => run.own.has(id);
      const ordered = (n: number) => this.#orders.get(n);
      const report = readNodesReport(this.#introduced(passed.body, run), { ...run, owns, ordered });
      if (report) this.#onReport(report);
      else this.#lose("it said what no node says");
    }
    this.#passed += text.length;
    if (this.#passed < AT_ONCE) return undefined;
    this.#passed = 0;
    return this.#catchUp();
  }

  /** A node that is spawned is its host's from then on, where no other has it. */
  #introduced(body: any, run: HostedRun): unknown {
    if (body?.say === "joined" && isText(body.id, 100) && !isOutside(body.id)) run.own.add(body.id);
    return body;
  }

  #onReport(report: NodesReport): void {
    if (report.say === "news") {
      const answered = () => this.#enclosure?.send(told({ do: "answered", n: report.n }), false);
      return void this.#doorway.ask({ say: "news" }).then(answered);
    }
    this.#doorway.tell(report);
    if (report.say !== "done") return;
    const ordered = this.#orders.get(report.n);
    this.#orders.delete(report.n);
    if (ordered === "end") this.#onRunOver();
  }

  #onRunOver(): void {
    this.#report("done");
    this.#run = undefined;
    this.#idle = setTimeout(() => this.#endEnclosure(""), IDLE_MS);
  }

  /** What comes out waits until the server, and the driver, have taken what came before. */
  async #catchUp(): Promise<void> {
    do {
      await this.#doorway.flush();
      if (this.#doorway.backlog > MOST_BACKLOG) await new Promise((done) => setTimeout(done, CATCH_UP_MS));
    } while (this.#doorway.backlog > MOST_BACKLOG && !this.#closed);
  }

  /** The enclosure ended by itself, or said what cannot be: the driver hears why. */
  #lose(why: string): void {
    if (this.#run) this.#doorway.tell({ say: "lost", why });
    this.#endEnclosure(why);
  }

  #endEnclosure(why: string): void {
    clearTimeout(this.#idle);
    const enclosure = this.#enclosure;
    this.#enclosure = undefined;
    enclosure?.end();
    if (this.#run) this.#report("failed", why);
    this.#run = undefined;
    this.#answerAll(why);
  }

  #answerAll(why: string): void {
    for (const n of this.#orders.keys()) this.#doorway.tell({ say: "done", n, value: { failed: why } });
    this.#orders.clear();
  }

  #report(say: "takes" | "done" | "failed", why?: string): void {
    const { number, ids } = this.#run!;
    this.options.onRun(say, String(number), ids, why);
  }
}
