// The gateway of a member: its connection and its nodes, on a thread of their own, so that neither a cell nor a node
// that never ends drops the laptop out of the room. There is no way for code to come in here: nodes are started from
// what the own cell has handed over, and the mail holds data only.
import { parentPort } from "node:worker_threads";
import type { Fault } from "../../network/faults.js";
import type { NodeId } from "../../node/messages.js";
import type { PreparedNode, PreparedSystem } from "../prepared-system.js";
import type { FinalReports } from "../threads/shutdown.js";
import { serve } from "./calls.js";
import type { ClockReading } from "./clock-offset.js";
import { Refused } from "./connection.js";
import { CONFIRM_MS, type DataPacket } from "./data-links.js";
import { Doorway, type DoorwayEvents } from "./doorway.js";
import type { Invitation } from "./link.js";
import { roomMail } from "./mail.js";
import { nodeRefusal } from "./names.js";
import { type Order, type RoomState, readOrder } from "./orders.js";
import { Reporter } from "./reporter.js";
import { Site } from "./site.js";

export interface JoinOrder {
  readonly invitation: Invitation;
  readonly name: string;
  readonly token: string;
  readonly nodes: ReadonlyMap<NodeId, PreparedNode>;
}

/** What a member's record begins with. */
export interface Joined {
  readonly epoch: number;
  readonly faults: readonly Fault[];
}

type LastWords = Pick<FinalReports, "states" | "waiting">;

class MemberGateway implements DoorwayEvents {
  #doorway!: Doorway;
  #site: Site | undefined;
  #reporter!: Reporter;
  #timer: NodeJS.Timeout | undefined;
  #lastWords: LastWords | undefined;
  #begin!: () => void;
  /** Orders that come before this side stands wait for it. */
  readonly #ready = new Promise<void>((done) => {
    this.#begin = done;
  });
  #onRoom!: (room: RoomState) => void;
  readonly #room = new Promise<RoomState>((done) => {
    this.#onRoom = done;
  });

  /** Gets in, sets its clock and starts its nodes. */
  async join({ invitation, name, token, nodes }: JoinOrder): Promise<Joined> {
    const doorway = new Doorway(name, this);
    this.#doorway = doorway;
    const number = await doorway.enter(roomMail(invitation, name, token));
    const { faults, sides, groups, seed } = await this.#room;
    const { reading, epoch } = await doorway.measureClock();
    this.#reporter = new Reporter((body) => doorway.tell(body), tell);
    const site = new Site({
      me: name,
      number,
      system: { nodes, neighbours: undefined, faults: faults as PreparedSystem["faults"], seed },
      tracing: true,
      report: this.#reporter,
      publish: (to, text) => doorway.publish(to, text),
      refuse: (id) => nodeRefusal(id, name),
      hearNews: () => doorway.ask({ say: "news" }),
    });
    this.#site = site;
    site.learn(sides);
    await site.coordinator.boot();
    if (groups) await site.part(groups);
    this.#begin();
    doorway.tell({ say: "here", clock: reading });
    site.coordinator.go(epoch);
    // Whoever has joined is in the room, as all can see.
    await doorway.settled();
    this.#timer = setInterval(() => this.#tick(), CONFIRM_MS);
    return { epoch, faults };
  }

  /** Its nodes. */
  get site(): Site {
    return this.#site!;
  }

  /** Compares the clocks once more. */
  async clock(): Promise<ClockReading> {
    return (await this.#doorway.measureClock()).reading;
  }

  /** Answers the lecturer's poll. */
  async answer(text: string): Promise<void> {
    const sorry = await this.#doorway.ask({ say: "answer", text });
    if (sorry) throw new Error(`Your answer does not count: ${sorry}`);
  }

  /** Ends the nodes, says good-bye and leaves. */
  async leave(): Promise<LastWords> {
    if (this.#lastWords) return this.#lastWords;
    const last = await this.#end();
    this.#reporter.end(last, (words) => this.#doorway.tell({ say: "left", ...words }));
    await this.#doorway.close();
    return last;
  }

  owns(side: string, id: NodeId): boolean {
    return this.#site?.owns(side, id) ?? false;
  }

  onData(from: string, packet: DataPacket): void {
    this.#site?.take(from, packet);
  }

  onState(connected: boolean): void {
    this.#site?.cutOff(!connected);
    tell("state", connected ? "here" : "away");
  }

  onTold(body: unknown): void {
    const order = readOrder(body);
    if (order) this.#obey(order).catch((error: Error) => tell("printed", this.#doorway.name, String(error), "stderr"));
  }

  async #obey(order: Order): Promise<void> {
    switch (order.do) {
      case "room":
        return this.#onRoom(order.room);
      case "time":
        return this.#doorway.answered(order.n, order.time);
      case "answered":
        return this.#doorway.answered(order.n, order.sorry);
      case "poll":
        return tell("poll", order.poll);
    }
    await this.#ready;
    const { site } = this;
    switch (order.do) {
      case "sides":
        site.learn(order.sides.filter(({ name }) => name !== site.me));
        for (const name of order.gone) site.forget(name);
        return;
      case "part":
        await site.part(order.groups);
        return this.#done(order.n);
      case "pause":
      case "resume":
        for (const id of order.ids) site.coordinator[order.do](id);
        return this.#done(order.n);
      case "quiet":
        return this.#done(order.n, site.counts);
      case "stop": {
        const last = this.#lastWords ?? (await this.#end());
        this.#reporter.end(last, (words) => this.#doorway.tell({ say: "done", n: order.n, value: words }));
        await this.#doorway.close();
        tell("over", order.why);
      }
    }
  }

  async #end(): Promise<LastWords> {
    clearInterval(this.#timer);
    const { coordinator } = this.site;
    this.#lastWords = await coordinator.close("until", coordinator.time());
    this.site.flush();
    return this.#lastWords;
  }

  #tick(): void {
    this.site.links.confirm();
    this.#doorway.remind();
  }

  #done(n: number, value?: unknown): void {
    this.#doorway.tell({ say: "done", n, value });
  }
}

const gateway = new MemberGateway();
const own = () => gateway.site.coordinator;
const tell = serve(parentPort!, {
  join: (order: JoinOrder) =>
    gateway.join(order).catch((error: Error) => {
      if (error instanceof Refused) return { refused: true };
      throw error;
    }),
  clock: () => gateway.clock(),
  answer: (text: string) => gateway.answer(text),
  leave: () => gateway.leave(),
  ask: (to: NodeId, message: any, timeout?: number) => gateway.site.ask(to, message, timeout),
  crash: (id: NodeId) => own().crash(id),
  restart: (id: NodeId) => own().restart(id),
  pause: (id: NodeId) => own().pause(id),
  resume: (id: NodeId) => own().resume(id),
  add: (id: NodeId, node: PreparedNode) => own().add(id, node),
  knows: (id: NodeId) => own().has(id),
});
