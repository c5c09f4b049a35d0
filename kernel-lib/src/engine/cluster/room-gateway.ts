// The gateway of the one who opened the room: lets members in, keeps who is here, hands on what they report, and runs
// the lecturer's own nodes. On a thread of its own, so that a cell that never ends does not close the room.
import { parentPort } from "node:worker_threads";
import type { Msg, NatsConnection } from "@nats-io/transport-node";
import type { Fault } from "../../network/faults.js";
import type { NodeId } from "../../node/messages.js";
import { PendingRequests } from "../../node/pending-requests.js";
import type { PreparedNode } from "../prepared-system.js";
import { monotonic } from "../threads/run-clock.js";
import { type Answer, Ballot } from "./ballot.js";
import { serve } from "./calls.js";
import { connectTo } from "./connection.js";
import { CONFIRM_MS } from "./data-links.js";
import { type Guest, Guests, sideOf } from "./guests.js";
import { KEEPER, ownerOf, PAGE, rightsOf, senderOf, subject } from "./names.js";
import { admission, readRequest, refusal, type Signer, signerOf } from "./nkey.js";
import type { Order } from "./orders.js";
import { decodePacket } from "./packet.js";
import { Registrar } from "./registrar.js";
import { type MemberReport, readLast, readReport } from "./reports.js";
import { type RoomServer, startServer } from "./room-server.js";
import { CLASS_ACCOUNT, SYSTEM_USER } from "./server/config.js";
import type { FromPage, ShownPoll, ToPage } from "./server/page.js";
import { type Counts, Site } from "./site.js";

/** How long an order waits for its member. */
const ORDER_MS = 1500;
/** How long the members may take to end their nodes. */
const STOP_MS = 4000;
/** How long the end waits for what is under way. */
const SETTLE_MS = 300;

export interface OpenOrder {
  readonly room: string;
  readonly nodes: ReadonlyMap<NodeId, PreparedNode>;
  readonly faults: readonly Fault[];
  readonly seed: number;
}

/** A member, as the room shows it. */
export interface MemberNews {
  readonly name: string;
  readonly state: "here" | "away" | "left";
  readonly nodes: readonly NodeId[];
  readonly clock?: { readonly offset: number; readonly error: number };
}

class RoomGateway {
  readonly #guests = new Guests((to, text) => this.#publish(to, text));
  readonly #orders = new PendingRequests<string>();
  #server!: RoomServer;
  #signer!: Signer;
  #registrar!: Registrar;
  #connection!: NatsConnection;
  #system!: NatsConnection;
  #site!: Site;
  #order!: OpenOrder;
  #groups: string[][] | undefined;
  #connected = true;
  #poll: { shown: ShownPoll; ballot: Ballot } | undefined;
  #polls = 0;
  #timer: NodeJS.Timeout | undefined;
  #answersTimer: NodeJS.Timeout | undefined;

  async open(order: OpenOrder): Promise<{ links: readonly string[]; spoken: string; epoch: number; server: number }> {
    this.#order = order;
    this.#server = await startServer(order.room);
    const { server, secret, seed, passwords, links, spoken, gone } = this.#server;
    this.#signer = signerOf(seed);
    this.#registrar = new Registrar(secret, () => this.#site.coordinator.ids.map((id) => id.split("/")[0]!));
    const { nodes, faults } = order;
    this.#site = new Site({
      me: KEEPER,
      number: 0,
      system: { nodes, neighbours: undefined, faults: faults as any, seed: order.seed },
      tracing: true,
      report: {
        batch: (id, batch) => tell("batch", id, batch),
        failed: (id, error) => tell("failed", id, error),
        joined: (id, node) => this.#ownJoined(id, node),
        printed: (id, text, stream) => tell("printed", id, text, stream),
        quiet: () => {},
      },
      publish: (to, text) => this.#publish(to, text),
      refuse: (id) => (this.#guests.get(id.split("/")[0]!) ? `"${id}" would be a node of a member's.` : undefined),
    });
    this.#connection = await connectTo(server, KEEPER, passwords.keeper, (connected) => this.#onState(connected));
    this.#system = await connectTo(server, SYSTEM_USER, passwords.system);
    this.#listen();
    await this.#site.coordinator.boot();
    const epoch = monotonic();
    this.#site.coordinator.go(epoch);
    this.#timer = setInterval(() => this.#tick(), CONFIRM_MS);
    void gone.then(() => tell("gone"));
    return { links, spoken, epoch, server: this.#server.server.port };
  }

  ask(to: NodeId, message: any, timeout?: number): Promise<unknown> {
    return this.#site.ask(to, message, timeout);
  }

  async part(groups: string[][] | undefined): Promise<void> {
    this.#groups = groups;
    const others = this.#here().map(({ name }) => this.#tell(name, { do: "part", groups }));
    await Promise.all([this.#site.part(groups), ...others]);
  }

  /** Lets a node, or all nodes of a member, stand still, or move again. */
  async pause(name: string, what: "pause" | "resume"): Promise<void> {
    const guest = this.#guests.get(ownerOf(name, (one) => this.#guests.get(one) !== undefined));
    if (!guest) return this.#site.coordinator[what](name);
    const ids = name === guest.name ? [...guest.nodes.keys()] : [name];
    await this.#tell(guest.name, { do: what, ids });
  }

  /** Sends a member's laptop out of the room. */
  async remove(name: string): Promise<void> {
    const guest = this.#guests.get(name);
    if (guest?.here) await this.#tell(name, { do: "stop", why: "removed" });
    const connection = this.#registrar.remove(name);
    if (connection !== undefined) this.#kick(connection);
    this.#forget(name);
  }

  async openPoll(question: string, choices: readonly string[] | undefined): Promise<number> {
    const id = ++this.#polls;
    this.#poll = { shown: { id, question, choices }, ballot: new Ballot(choices) };
    this.#showPoll();
    return id;
  }

  async closePoll(id: number): Promise<readonly Answer[]> {
    if (this.#poll?.shown.id !== id) return [];
    const { answers } = this.#poll.ballot;
    this.#poll = undefined;
    this.#showPoll();
    return answers;
  }

  /** Ends all nodes everywhere, and the server. */
  async stop(): Promise<{ states: unknown[]; waiting: unknown[]; quiet: boolean; ms: number }> {
    clearInterval(this.#timer);
    const quiet = await this.#isQuiet(SETTLE_MS);
    const { coordinator } = this.#site;
    const ms = coordinator.time();
    const guests = this.#here();
    const lasts = await Promise.all(guests.map(({ name }) => this.#tell(name, { do: "stop", why: "over" }, STOP_MS)));
    const own = await coordinator.close("until", ms);
    this.#site.flush();
    const others = guests.flatMap(
      ({ name }, i) => readLast(lasts[i] ?? {}, (id) => this.#site.owns(name, id as NodeId)) ?? [],
    );
    // What members have heard as the last word is on its way; only then may the server go.
    await new Promise((done) => setTimeout(done, 50));
    await this.close();
    return {
      states: [...own.states, ...others.flatMap(({ states }) => states)],
      waiting: [...own.waiting, ...others.flatMap(({ waiting }) => waiting)],
      quiet,
      ms,
    };
  }

  async close(): Promise<void> {
    this.#guests.close();
    clearTimeout(this.#answersTimer);
    await Promise.all([this.#connection?.close(), this.#system?.close()]);
    await this.#server?.end();
  }

  #listen(): void {
    const on = (connection: NatsConnection, to: string, take: (message: Msg) => void) =>
      connection.subscribe(to, {
        callback: (error, message) => {
          if (!error) take(message);
        },
      });
    on(this.#connection, subject(KEEPER, "*"), (message) => this.#take(senderOf(message.subject), message.string()));
    on(this.#connection, "$SYS.REQ.USER.AUTH", (message) => this.#onKnock(message));
    on(this.#system, `$SYS.ACCOUNT.${CLASS_ACCOUNT}.DISCONNECT`, (message) => {
      const { client } = message.json<{ client: { id: number } }>();
      const member = this.#registrar.disconnected(client.id);
      if (member) this.#away(member.name);
    });
  }

  /** Somebody connects: the server asks whether it may let them in. */
  #onKnock(message: Msg): void {
    const request = readRequest(message.string());
    if (!request) return;
    const { user, password, connection } = request;
    const verdict = this.#registrar.admit(user, password, connection);
    if ("sorry" in verdict) return void message.respond(refusal(this.#signer, request, verdict.sorry));
    if (verdict.replaces !== undefined && verdict.replaces !== connection) this.#kick(verdict.replaces);
    message.respond(admission(this.#signer, request, CLASS_ACCOUNT, rightsOf(user)));
  }

  #take(from: string, text: string): void {
    if (from === PAGE) return this.#onPage(JSON.parse(text));
    const packet = decodePacket(text, (id) => this.#site.owns(from, id));
    if (!packet) return;
    const guest = this.#guests.get(from);
    switch (packet.k) {
      case "hello":
        return this.#onHello(from, packet.session);
      case "welcome":
        return;
      case "tell":
      case "told": {
        const said = guest?.sure.take(packet);
        const report =
          said && guest && readReport(said.body, guest.number, (id) => this.#site.owns(from, id as NodeId));
        if (report) this.#onReport(guest, report);
        return;
      }
      default:
        if (guest?.number === packet.s) this.#site.take(from, packet);
    }
  }

  #onHello(name: string, session: string): void {
    const before = this.#guests.get(name);
    const { guest, isNew } = this.#guests.hello(name, session);
    if (isNew && before) this.#site.forget(name);
    const own = { name: KEEPER, number: 0, here: true, nodes: this.#site.coordinator.ids };
    const { faults, seed } = this.#order;
    if (!guest.greeted) {
      guest.greeted = true;
      const sides = [own, ...this.#guests.sides.filter((side) => side.name !== name)];
      guest.sure.tell({ do: "room", room: { faults, sides, groups: this.#groups, seed } } satisfies Order);
      if (this.#poll) guest.sure.tell({ do: "poll", poll: this.#poll.shown } satisfies Order);
    } else if (guest.clock) this.#back(guest);
  }

  /** A member is here, for the first time or again. */
  #back(guest: Guest): void {
    guest.here = true;
    const member = this.#registrar.members.get(guest.name);
    if (member) member.state = "here";
    this.#changed(guest);
  }

  #away(name: string): void {
    const guest = this.#guests.get(name);
    if (guest) {
      guest.here = false;
      this.#changed(guest);
    } else this.#showMembers();
  }

  #changed(guest: Guest): void {
    this.#site.learn([sideOf(guest)]);
    this.#guests.change(guest.name);
    this.#showMembers();
  }

  #forget(name: string): void {
    this.#registrar.left(name);
    this.#guests.leave(name);
    this.#site.forget(name);
    this.#showMembers();
  }

  #onReport(guest: Guest, report: MemberReport): void {
    const { name } = guest;
    switch (report.say) {
      case "here":
        guest.clock = report.clock;
        return this.#back(guest);
      case "joined":
        guest.nodes.set(report.id, report.node);
        tell("joined", report.id, report.node);
        return guest.here ? this.#changed(guest) : undefined;
      case "batches":
        for (const { id, batch } of report.batches) tell("batch", id, batch);
        return;
      case "failed":
        return tell("failed", report.id, report.error);
      case "time":
        guest.sure.tell({
          do: "time",
          n: report.n,
          time: { at: this.#site.coordinator.time(), wall: Date.now() },
        } satisfies Order);
        return;
      case "answer": {
        const sorry = this.#vote(`member ${name}`, this.#poll?.shown.id, report.text);
        guest.sure.tell({ do: "answered", n: report.n, sorry } satisfies Order);
        return;
      }
      case "done":
        return this.#orders.take(report.n)?.resolve(report.value);
      case "left":
        tell("last", report.states, report.waiting);
        return this.#forget(name);
    }
  }

  #onPage(question: FromPage): void {
    const { ask } = question;
    const reply = (answer: ToPage) => this.#publish(PAGE, JSON.stringify({ to: ask, ...answer }));
    if (question.what === "poll") reply({ poll: this.#poll?.shown ?? null });
    else if (question.what === "answer")
      reply({ sorry: this.#vote(`phone ${question.voter}`, question.poll, question.text) });
    else reply({ sorry: this.#registrar.refusal(question.name, this.#server.secret, question.token) });
  }

  #vote(voter: string, poll: number | undefined, text: string): string | undefined {
    if (!this.#poll || this.#poll.shown.id !== poll) return "there is no question to answer now.";
    const sorry = this.#poll.ballot.give(voter.slice(0, 80), text);
    if (sorry === undefined) this.#showAnswers();
    return sorry;
  }

  #showPoll(): void {
    const poll = this.#poll?.shown ?? null;
    this.#publish(PAGE, JSON.stringify({ poll } satisfies ToPage));
    this.#guests.tellAll({ do: "poll", poll });
  }

  #showAnswers(): void {
    this.#answersTimer ??= setTimeout(() => {
      this.#answersTimer = undefined;
      if (this.#poll) tell("answers", this.#poll.shown.id, this.#poll.ballot.answers);
    }, 100);
  }

  #showMembers(): void {
    tell("members", this.members);
  }

  get members(): MemberNews[] {
    return [...this.#registrar.members.values()].map(({ name, state }) => {
      const guest = this.#guests.get(name);
      return { name, state, nodes: [...(guest?.nodes.keys() ?? [])], clock: guest?.clock };
    });
  }

  #ownJoined(id: NodeId, node: { class: string; fields: object }): void {
    tell("joined", id, node);
    const nodes = this.#site?.coordinator.ids ?? [];
    this.#guests.tellAll({ do: "sides", sides: [{ name: KEEPER, number: 0, here: true, nodes }], gone: [] });
  }

  /** Nothing moves anywhere: two rounds of counts are the same, and all that was sent was received (Mattern 1987). */
  async #isQuiet(ms: number): Promise<boolean> {
    if ([...this.#registrar.members.values()].some(({ state }) => state === "away")) return false;
    const until = performance.now() + ms;
    let before = "";
    while (performance.now() < until) {
      const others = this.#here().map(({ name }) => this.#tell(name, { do: "quiet" }));
      const all = [this.#site.counts, ...(await Promise.all(others))] as (Counts | undefined)[];
      const sums = JSON.stringify([total(all, "sent"), total(all, "received")]);
      const even = total(all, "sent") === total(all, "received") && all.every((one) => one?.quiet === true);
      if (even && sums === before) return true;
      before = even ? sums : "";
      if (!even) await new Promise((done) => setTimeout(done, 10));
    }
    return false;
  }

  #here(): Guest[] {
    return this.#guests.all.filter(({ here }) => here);
  }

  /** Gives an order, and waits a while for its answer. */
  #tell(name: string, order: Unnumbered<Order>, ms = ORDER_MS): Promise<any> {
    const n = this.#orders.number();
    const answer = this.#orders.for(n, name);
    this.#guests.get(name)?.sure.tell({ ...order, n });
    const timer = setTimeout(() => this.#orders.take(n)?.resolve(undefined), ms);
    return answer.finally(() => clearTimeout(timer));
  }

  #kick(connection: number): void {
    const { server_id } = this.#system.info!;
    this.#system.publish(`$SYS.REQ.SERVER.${server_id}.KICK`, JSON.stringify({ cid: connection }));
  }

  #onState(connected: boolean): void {
    this.#connected = connected;
    this.#site.cutOff(!connected);
    if (connected) return;
    this.#registrar.cutOff();
    for (const guest of this.#guests.all) if (guest.here) this.#away(guest.name);
  }

  #publish(to: string, text: string): boolean {
    if (!this.#connected || !this.#connection || this.#connection.isClosed()) return false;
    this.#connection.publish(subject(to, KEEPER), text);
    return true;
  }

  #tick(): void {
    this.#site.links.confirm();
    for (const { sure, name } of this.#guests.all)
      if (this.#registrar.members.get(name)?.connection !== undefined) sure.remind();
  }
}

type Unnumbered<O> = O extends { n: number } ? Omit<O, "n"> : never;

function total(all: readonly (Counts | undefined)[], what: "sent" | "received"): number {
  return all.reduce((sum, one) => sum + Number(one?.[what] ?? 0), 0);
}

const gateway = new RoomGateway();
const tell = serve(parentPort!, {
  open: (order: OpenOrder) => gateway.open(order).catch((error) => gateway.close().then(() => Promise.reject(error))),
  ask: (to: NodeId, message: any, timeout?: number) => gateway.ask(to, message, timeout),
  part: (groups: string[][] | undefined) => gateway.part(groups),
  pause: (name: string) => gateway.pause(name, "pause"),
  resume: (name: string) => gateway.pause(name, "resume"),
  remove: (name: string) => gateway.remove(name),
  openPoll: (question: string, choices?: readonly string[]) => gateway.openPoll(question, choices),
  closePoll: (id: number) => gateway.closePoll(id),
  stop: () => gateway.stop(),
});
