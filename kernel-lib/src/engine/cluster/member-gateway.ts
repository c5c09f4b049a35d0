// The gateway of a member: its connection and its nodes, on a thread of their own, so that neither a cell nor a node
// that never ends drops the laptop out of the room. There is no way for code to come in here: nodes are started from
// what the own cell has handed over, and the mail holds data only.
import { randomUUID } from "node:crypto";
import { parentPort } from "node:worker_threads";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Fault } from "../../network/faults.js";
import type { NodeId } from "../../node/messages.js";
import { PendingRequests } from "../../node/pending-requests.js";
import type { PreparedNode } from "../prepared-system.js";
import type { FinalReports } from "../threads/shutdown.js";
import { serve } from "./calls.js";
import { measureClock } from "./clock-offset.js";
import { connectTo, Refused } from "./connection.js";
import { CONFIRM_MS } from "./data-links.js";
import type { Invitation } from "./link.js";
import { KEEPER, nodeRefusal, rightsOf, senderOf, subject } from "./names.js";
import { type Order, type RoomState, readOrder } from "./orders.js";
import { decodePacket, encodePacket, type Packet } from "./packet.js";
import { Reporter } from "./reporter.js";
import { Site } from "./site.js";
import { SureLink } from "./sure-link.js";

const HELLO_MS = 500;
/** How long the lecturer's side may take to greet. */
const WELCOME_MS = 20_000;

export interface JoinOrder {
  readonly invitation: Invitation;
  readonly name: string;
  readonly token: string;
  readonly nodes: ReadonlyMap<NodeId, PreparedNode>;
}

type LastWords = Pick<FinalReports, "states" | "waiting">;

class MemberGateway {
  #connection!: NatsConnection;
  #site: Site | undefined;
  #sure: SureLink | undefined;
  #name = "";
  #connected = true;
  #welcome: ((number: number) => void) | undefined;
  #onRoom: ((room: RoomState) => void) | undefined;
  #reporter: Reporter | undefined;
  readonly #asked = new PendingRequests();
  readonly #session = randomUUID();
  #timer: NodeJS.Timeout | undefined;
  #over = false;
  #lastWords: LastWords = { states: [], waiting: [] };

  /** Connects, is greeted, sets its clock and starts its nodes. */
  async join({
    invitation,
    name,
    token,
    nodes,
  }: JoinOrder): Promise<{ epoch: number; seed: number; faults: readonly Fault[] }> {
    this.#name = name;
    const password = `${invitation.secret}.${token}`;
    this.#connection = await connectTo(invitation, name, password, (connected) => this.#onState(connected));
    const { subscribe } = rightsOf(name);
    this.#connection.subscribe(subscribe[0]!, {
      callback: (error, message) => {
        if (!error) this.#take(senderOf(message.subject), message.string());
      },
    });
    const room = new Promise<RoomState>((done) => {
      this.#onRoom = done;
    });
    const number = await this.#greet();
    const { faults, sides, groups, seed } = await room;
    const { reading, epoch } = await measureClock(() => this.#ask({ say: "time" }));
    const reporter = new Reporter((body) => this.#sure!.tell(body), tell);
    this.#reporter = reporter;
    const system = { nodes, neighbours: undefined, faults: faults as any, seed };
    this.#site = new Site({
      me: name,
      number,
      system,
      tracing: true,
      report: reporter,
      publish: (to, text) => this.#publish(to, text),
      refuse: (id) => nodeRefusal(id, name),
    });
    const site = this.#site;
    site.learn(sides);
    await site.coordinator.boot();
    if (groups) void site.part(groups);
    this.#sure!.tell({ say: "here", clock: reading });
    site.coordinator.go(epoch);
    this.#timer = setInterval(() => this.#tick(), CONFIRM_MS);
    return { epoch, seed, faults };
  }

  get site(): Site {
    return this.#site!;
  }

  /** Answers the lecturer's poll. */
  async answer(text: string): Promise<void> {
    const sorry = await this.#ask({ say: "answer", text });
    if (sorry) throw new Error(`Your answer does not count: ${sorry}`);
  }

  /** Ends the nodes, says good-bye and leaves. */
  async leave(): Promise<unknown> {
    if (this.#over) return this.#lastWords;
    const last = await this.#end();
    this.#reporter!.end(last, (words) => this.#sure!.tell({ say: "left", ...words }));
    await this.#settled();
    await this.#connection.close();
    return last;
  }

  async #end(): Promise<LastWords> {
    this.#over = true;
    clearInterval(this.#timer);
    const { coordinator } = this.site;
    const last = await coordinator.close("until", coordinator.time());
    this.site.flush();
    this.#lastWords = last;
    return last;
  }

  /** What was told has arrived; or the server is not there. */
  async #settled(): Promise<void> {
    for (let waited = 0; waited < 2000 && this.#connected && !this.#sure!.isSettled; waited += 10)
      await new Promise((done) => setTimeout(done, 10));
  }

  async #greet(): Promise<number> {
    const hello = () => this.#publish(KEEPER, encodePacket({ k: "hello", session: this.#session }));
    const again = setInterval(hello, HELLO_MS);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<number>((done, fail) => {
        this.#welcome = done;
        timer = setTimeout(() => fail(new Error("The lecturer's side of the room does not answer.")), WELCOME_MS);
        hello();
      });
    } finally {
      clearInterval(again);
      clearTimeout(timer);
    }
  }

  #tick(): void {
    this.site.links.confirm();
    this.#sure!.remind();
  }

  #onState(connected: boolean): void {
    this.#connected = connected;
    this.#site?.cutOff(!connected);
    tell("state", connected ? "here" : "away");
    if (connected) this.#publish(KEEPER, encodePacket({ k: "hello", session: this.#session }));
  }

  #publish(to: string, text: string): boolean {
    if (!this.#connected || this.#connection.isClosed()) return false;
    this.#connection.publish(subject(to, this.#name), text);
    return true;
  }

  #take(from: string, text: string): void {
    const packet = decodePacket(text, (id) => this.#site?.owns(from, id) ?? false);
    if (!packet) return;
    if (packet.k === "welcome") {
      if (from !== KEEPER || packet.session !== this.#session) return;
      // At once: what is told next may be in the mail already.
      this.#sure ??= new SureLink(packet.number, 0, (text) => this.#publish(KEEPER, text));
      this.#welcome?.(packet.number);
    } else if (packet.k === "tell" || packet.k === "told") {
      if (from === KEEPER) this.#takeOrder(packet);
    } else if (packet.k !== "hello") this.#site?.take(from, packet);
  }

  #takeOrder(packet: Extract<Packet, { k: "tell" | "told" }>): void {
    const order = readOrder(this.#sure?.take(packet)?.body);
    if (order) void this.#obey(order).catch((error: Error) => tell("printed", this.#name, String(error), "stderr"));
  }

  async #obey(order: Order): Promise<void> {
    switch (order.do) {
      case "room":
        return this.#onRoom?.(order.room);
      case "time":
        return this.#asked.take(order.n)?.resolve(order.time);
      case "answered":
        return this.#asked.take(order.n)?.resolve(order.sorry);
      case "sides":
        this.#site?.learn(order.sides.filter(({ name }) => name !== this.#name));
        for (const name of order.gone) this.#site?.forget(name);
        return;
      case "part":
        await this.#site?.part(order.groups);
        this.#done(order.n);
        return;
      case "pause":
      case "resume":
        for (const id of order.ids) this.site.coordinator[order.do](id);
        this.#done(order.n);
        return;
      case "quiet":
        this.#done(order.n, this.site.counts);
        return;
      case "poll":
        return tell("poll", order.poll);
      case "stop": {
        const last = this.#over ? this.#lastWords : await this.#end();
        this.#reporter!.end(last, (words) => this.#done(order.n, words));
        await this.#settled();
        tell("over", order.why);
        await this.#connection.close();
      }
    }
  }

  #done(n: number, value?: unknown): boolean {
    return this.#sure!.tell({ say: "done", n, value });
  }

  #ask(question: { say: string } & Record<string, unknown>): Promise<any> {
    const n = this.#asked.number();
    const answer = this.#asked.for(n);
    this.#sure!.tell({ ...question, n });
    return answer;
  }
}

const gateway = new MemberGateway();
const tell = serve(parentPort!, {
  join: (order: JoinOrder) =>
    gateway.join(order).catch((error: Error) => {
      if (error instanceof Refused) return { refused: true };
      throw error;
    }),
  answer: (text: string) => gateway.answer(text),
  leave: () => gateway.leave(),
  ask: (to: NodeId, message: any, timeout?: number) => gateway.site.ask(to, message, timeout),
  crash: (id: NodeId) => gateway.site.coordinator.crash(id),
  restart: (id: NodeId) => gateway.site.coordinator.restart(id),
  pause: (id: NodeId) => gateway.site.coordinator.pause(id),
  resume: (id: NodeId) => gateway.site.coordinator.resume(id),
  add: (id: NodeId, node: PreparedNode) => gateway.site.coordinator.add(id, node),
  knows: (id: NodeId) => gateway.site.coordinator.has(id),
});
