// The gateway of the one who opened the room: lets members in, keeps who is here, hands on what they report, and runs
// the lecturer's own nodes. On a thread of its own, so that a cell that never ends does not close the room.
import { parentPort } from "node:worker_threads";
import type { NodeId } from "../../node/messages.js";
import { monotonic } from "../threads/run-clock.js";
import { serve } from "./calls.js";
import { CONFIRM_MS, type DataPacket } from "./data-links.js";
import { type Guest, sideOf } from "./guests.js";
import { Lobby, type LobbyEvents } from "./lobby.js";
import { KEEPER, ownerOf, PAGE } from "./names.js";
import type { Order } from "./orders.js";
import { PollDesk } from "./poll-desk.js";
import { qrCode } from "./qr-code.js";
import { isQuiet } from "./quiet.js";
import { type Place, Remote } from "./remote.js";
import { incarnationsOf, type MemberReport, readLast, readReport } from "./reports.js";
import type { MemberNews, OpenOrder } from "./room-news.js";
import { roomServer } from "./room-server.js";
import type { FromPage, ShownPoll, ToPage } from "./server/page.js";
import { INCARNATIONS, Site } from "./site.js";

/** How long the members may take to end their nodes. */
const STOP_MS = 4000;
/** How long the end waits for what is under way. */
const SETTLE_MS = 300;

/** Bytes of events that one laptop may report. */
const MOST_REPORTED = 64_000_000;

class RoomGateway implements LobbyEvents {
  #lobby!: Lobby;
  #site!: Site;
  #order!: OpenOrder;
  #groups: string[][] | undefined;
  readonly polls = new PollDesk(
    (poll) => this.#ask(poll),
    (id, answers) => tell("answers", id, answers),
    (poll, answers) => tell("polled", poll, answers),
  );
  #timer: NodeJS.Timeout | undefined;
  #remote: Remote | undefined;

  async open(order: OpenOrder): Promise<{ links: readonly string[]; spoken: string; epoch: number; process: number }> {
    this.#order = order;
    const { nodes, faults, seed } = order;
    const server = await roomServer(order.room, order.url);
    this.#lobby = new Lobby(server, this);
    this.#site = new Site({
      me: KEEPER,
      number: 0,
      system: { nodes, neighbours: undefined, faults: faults as any, seed },
      tracing: true,
      report: {
        batch: (id, batch) => tell("batch", id, batch),
        failed: (id, error) => tell("failed", id, error),
        joined: (id, node) => this.#ownJoined(id, node),
        printed: (id, text, stream) => tell("printed", id, text, stream),
        quiet: () => {},
      },
      publish: (to, text) => this.#lobby.publish(to, text),
      refuse: (id) =>
        this.#lobby.guests.get(id.split("/")[0]!) ? `"${id}" would be a node of a member's.` : undefined,
    });
    await this.#lobby.open();
    await this.#site.coordinator.boot();
    const epoch = monotonic();
    this.#site.coordinator.go(epoch);
    this.#timer = setInterval(() => this.#tick(), CONFIRM_MS);
    const { links, spoken, process, gone } = server;
    await this.#openRemote({ room: order.room, link: links[0]!, spoken });
    void gone.then(() => tell("gone"));
    return { links, spoken, epoch, process };
  }

  ask(to: NodeId, message: any, timeout?: number): Promise<unknown> {
    return this.#site.ask(to, message, timeout);
  }

  /** Who is parted from whom. */
  get groups(): string[][] | undefined {
    return this.#groups;
  }

  async part(groups: string[][] | undefined): Promise<void> {
    this.#groups = groups;
    const others = this.#lobby.here.map(({ name }) => this.#lobby.tell(name, { do: "part", groups }));
    await Promise.all([this.#site.part(groups), ...others]);
  }

  /** Lets a node, or all nodes of a member, stand still, or move again. */
  async pause(name: string, what: "pause" | "resume"): Promise<void> {
    const guest = this.#lobby.guests.get(ownerOf(name, (one) => this.#lobby.guests.get(one) !== undefined));
    if (!guest) return this.#site.coordinator[what](name);
    const ids = name === guest.name ? [...guest.nodes.keys()] : [name];
    await this.#lobby.tell(guest.name, { do: what, ids });
  }

  /** Sends a member's laptop out of the room. */
  async remove(name: string): Promise<void> {
    const guest = this.#lobby.guests.get(name);
    if (guest?.here) this.#keepLast(name, await this.#lobby.tell(name, { do: "stop", why: "removed" }, STOP_MS));
    const connection = this.#lobby.registrar.remove(name);
    if (connection !== undefined) this.#lobby.kick(connection);
    this.#forget(name);
  }

  #keepLast(name: string, words: unknown): void {
    const last = readLast(words ?? {}, (id) => this.#site.owns(name, id as NodeId));
    if (last) tell("last", last.states, last.waiting);
  }

  /** Ends all nodes everywhere, and the server. */
  async stop(): Promise<{ quiet: boolean; ms: number; away: readonly string[] }> {
    clearInterval(this.#timer);
    const quiet = await this.#isQuiet(SETTLE_MS);
    const away = this.#away;
    const { coordinator } = this.#site;
    const ms = coordinator.time();
    const guests = this.#lobby.here;
    const lasts = await Promise.all(
      guests.map(({ name }) => this.#lobby.tell(name, { do: "stop", why: "over" }, STOP_MS)),
    );
    for (const [i, { name }] of guests.entries()) this.#keepLast(name, lasts[i]);
    const own = await coordinator.close("until", ms);
    this.#site.flush();
    tell("last", own.states, own.waiting);
    // What members have heard as the last word is on its way; only then may the server go.
    await new Promise((done) => setTimeout(done, 50));
    await this.close();
    return { quiet, ms, away };
  }

  async close(): Promise<void> {
    this.polls.end();
    this.#remote?.close();
    await this.#lobby?.close();
  }

  async #openRemote(place: Omit<Place, "qr">): Promise<void> {
    const { remote } = this.#order;
    if (remote === undefined) return;
    this.#remote = new Remote(remote, { ...place, qr: qrCode(place.link) }, this.polls, this);
    await this.#remote.open();
  }

  taken(): readonly string[] {
    return this.#site.coordinator.ids.map((id) => id.split("/")[0]!);
  }

  owns(member: string, id: NodeId): boolean {
    return this.#site.owns(member, id);
  }

  onHello(guest: Guest, before: Guest | undefined): void {
    const { name, sure } = guest;
    if (before && before !== guest) this.#site.forget(name);
    if (guest.greeted) {
      if (guest.clock) this.#back(guest);
      return;
    }
    guest.greeted = true;
    const own = { name: KEEPER, number: 0, here: true, nodes: this.#site.coordinator.ids };
    const sides = [own, ...this.#lobby.guests.sides.filter((side) => side.name !== name)];
    const { faults, seed } = this.#order;
    sure.tell({ do: "room", room: { faults, sides, groups: this.#groups, seed } } satisfies Order);
    if (this.polls.shown) sure.tell({ do: "poll", poll: this.polls.shown } satisfies Order);
  }

  onSaid(guest: Guest, body: unknown): void {
    const owns = (id: unknown) => this.#site.owns(guest.name, id as NodeId);
    const report = readReport(body, incarnationsOf(guest.number), owns, this.#site.coordinator.time());
    if (report) this.#onReport(guest, report);
  }

  onData({ name, number }: Guest, packet: DataPacket): void {
    if (packet.s === number) this.#site.take(name, packet);
  }

  onAway(name: string): void {
    const guest = this.#lobby.guests.get(name);
    if (guest) this.#changed(guest);
    else this.#showMembers();
  }

  onState(connected: boolean): void {
    this.#site.cutOff(!connected);
  }

  /** A member is here, for the first time or again. */
  #back(guest: Guest): void {
    this.#lobby.back(guest);
    this.#changed(guest);
  }

  #changed(guest: Guest): void {
    this.#site.learn([sideOf(guest)]);
    this.#lobby.guests.change(guest.name);
    this.#showMembers();
  }

  #forget(name: string): void {
    this.#lobby.forget(name);
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
        if (guest.nodes.size >= INCARNATIONS) return;
        guest.nodes.set(report.id, report.node);
        tell("joined", report.id, report.node);
        return guest.here ? this.#changed(guest) : undefined;
      case "batches":
        // What one laptop may fill of the lecturer's memory is limited.
        if (guest.reported < MOST_REPORTED) for (const { id, batch } of report.batches) tell("batch", id, batch);
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
      case "news":
        this.#lobby.guests.flush();
        guest.sure.tell({ do: "answered", n: report.n, sorry: undefined } satisfies Order);
        return;
      case "answer": {
        const sorry = this.polls.vote(`member ${name}`, this.polls.shown?.id, report.text);
        guest.sure.tell({ do: "answered", n: report.n, sorry } satisfies Order);
        return;
      }
      case "done":
        return this.#lobby.guests.done(name, report.n, report.value);
      case "left":
        tell("last", report.states, report.waiting);
        return this.#forget(name);
    }
  }

  onPage(question: FromPage): void {
    const { ask } = question;
    const reply = (answer: ToPage) => this.#lobby.publish(PAGE, JSON.stringify({ to: ask, ...answer }));
    if (question.what === "poll") reply({ poll: this.polls.shown ?? null });
    else if (question.what === "answer")
      reply({ sorry: this.polls.vote(`phone ${question.voter}`, question.poll, question.text) });
    else reply({ sorry: this.#lobby.registrar.why(question.name, question.fingerprint) });
  }

  /** Asks everyone, in their notebooks and on the page. */
  #ask(poll: ShownPoll | null): void {
    this.#lobby.publish(PAGE, JSON.stringify({ poll } satisfies ToPage));
    this.#lobby.guests.tellAll({ do: "poll", poll });
  }

  #showMembers(): void {
    tell("members", this.members);
  }

  get members(): MemberNews[] {
    return [...this.#lobby.registrar.members.values()].map(({ name, state }) => {
      const guest = this.#lobby.guests.get(name);
      return { name, state, nodes: [...(guest?.nodes.keys() ?? [])], clock: guest?.clock };
    });
  }

  get #away(): string[] {
    return this.members.filter(({ state }) => state === "away").map(({ name }) => name);
  }

  #ownJoined(id: NodeId, node: { class: string; fields: object }): void {
    tell("joined", id, node);
    const nodes = this.#site?.coordinator.ids ?? [];
    this.#lobby.guests.tellAll({ do: "sides", sides: [{ name: KEEPER, number: 0, here: true, nodes }], gone: [] });
  }

  /** Whether nothing moves anywhere, looked at for a while. */
  async #isQuiet(ms: number): Promise<boolean> {
    if (this.#away.length > 0) return false;
    const counts = () =>
      Promise.all([this.#site.counts, ...this.#lobby.here.map(({ name }) => this.#lobby.tell(name, { do: "quiet" }))]);
    for (const until = performance.now() + ms; performance.now() < until; ) {
      if (await isQuiet(counts)) return true;
      await new Promise((done) => setTimeout(done, 10));
    }
    return false;
  }

  #tick(): void {
    this.#site.links.confirm();
    this.#lobby.remind();
  }
}

const gateway = new RoomGateway();
const tell = serve(parentPort!, {
  open: (order: OpenOrder) => gateway.open(order).catch((error) => gateway.close().then(() => Promise.reject(error))),
  ask: (to: NodeId, message: any, timeout?: number) => gateway.ask(to, message, timeout),
  part: (groups: string[][] | undefined) => gateway.part(groups),
  pause: (name: string) => gateway.pause(name, "pause"),
  resume: (name: string) => gateway.pause(name, "resume"),
  remove: (name: string) => gateway.remove(name),
  openPoll: (question: string, choices?: readonly string[]) => gateway.polls.open(question, choices),
  closePoll: (id: number) => gateway.polls.close(id),
  stop: () => gateway.stop(),
});
