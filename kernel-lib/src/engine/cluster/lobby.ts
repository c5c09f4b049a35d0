// The lecturer's end of a room's server: lets others in, knows who is connected, and carries mail to and from them. What
// they say, others read.
import type { Msg, NatsConnection } from "@nats-io/transport-node";
import type { NodeId } from "../../node/messages.js";
import { connectTo, onMail } from "./connection.js";
import type { DataPacket } from "./data-links.js";
import { type Guest, Guests } from "./guests.js";
import { Intake } from "./intake.js";
import { KEEPER, PAGE, rightsOf, senderOf, subject } from "./names.js";
import { admission, readRequest, refusal, type Signer, signerOf } from "./nkey.js";
import type { RoomServer } from "./owner-link.js";
import { decodePacket } from "./packet.js";
import { Registrar } from "./registrar.js";
import { CLASS_ACCOUNT, SYSTEM_USER } from "./server/config.js";
import type { FromPage } from "./server/page.js";

/** What happens in a lobby. */
export interface LobbyEvents {
  /** Names that nobody can join under. */
  taken(): readonly string[];
  /** Whether a node, or a line of those who ask, is that member's. */
  owns(member: string, id: NodeId): boolean;
  /** A member's gateway says hello; `before` is the one that it replaces. */
  onHello(guest: Guest, before: Guest | undefined): void;
  /** What a member tells for certain. */
  onSaid(guest: Guest, body: unknown): void;
  onData(guest: Guest, packet: DataPacket): void;
  onAway(name: string): void;
  onPage(question: FromPage): void;
  /** This side is cut off, or connected again. */
  onState(connected: boolean): void;
}

/** How long an order waits for its member. */
const ORDER_MS = 1500;

/** How long the server may take to answer. */
const ANSWER_MS = 2000;
const FIND_TRIES = 10;
const MOST_LISTED = 4000;

/** What the server tells of its connections. */
interface ConnectionList {
  readonly data: {
    readonly connections: readonly {
      readonly cid: number;
      readonly authorized_user: string;
      readonly account: string;
    }[];
  };
}

export class Lobby {
  readonly registrar: Registrar;
  readonly guests = new Guests((to, text) => this.publish(to, text));
  readonly #signer: Signer;
  #connection: NatsConnection | undefined;
  #system: NatsConnection | undefined;
  #connected = true;
  readonly #intake = new Intake();
  #serverId: string | undefined;

  constructor(
    readonly server: RoomServer,
    readonly events: LobbyEvents,
  ) {
    this.#signer = signerOf(server.seed);
    this.registrar = new Registrar(server.secret, () => events.taken());
  }

  /** Connects, and begins to let others in. */
  async open(): Promise<void> {
    const { server, passwords } = this.server;
    this.#connection = await connectTo(server, KEEPER, passwords.keeper, (connected) => this.#onState(connected));
    this.#serverId = this.#connection.info?.server_id;
    this.#system = await connectTo(server, SYSTEM_USER, passwords.system);
    onMail(this.#connection, subject(KEEPER, "*"), (mail) => this.#take(senderOf(mail.subject), mail));
    onMail(this.#connection, "$SYS.REQ.USER.AUTH", (message) => this.#onKnock(message));
    onMail(this.#system, `$SYS.ACCOUNT.${CLASS_ACCOUNT}.DISCONNECT`, (message) => {
      const { client } = message.json<{ client: { id: number } }>();
      const member = this.registrar.disconnected(client.id);
      if (member) this.#away(member.name);
    });
  }

  /** Members that are here. */
  get here(): Guest[] {
    return this.guests.all.filter(({ here }) => here);
  }

  /** A member is here, for the first time or again. */
  back(guest: Guest): void {
    guest.here = true;
    const member = this.registrar.members.get(guest.name);
    if (member) Object.assign(member, { state: "here", wasHere: true });
  }

  /** A member is gone for good. */
  forget(name: string): void {
    this.registrar.left(name);
    this.guests.leave(name);
  }

  /** @returns false while there is no connection */
  publish(to: string, text: string): boolean {
    if (!this.#connected || !this.#connection || this.#connection.isClosed()) return false;
    this.#connection.publish(subject(to, KEEPER), text);
    return true;
  }

  /** Gives an order, and waits a while for its answer; undefined if none comes. */
  tell(name: string, order: { readonly do: string } & Record<string, unknown>, ms = ORDER_MS): Promise<any> {
    return this.guests.order(name, order, ms);
  }

  /** Ends a connection. */
  kick(connection: number): void {
    // A request, because the server ignores one that wants no answer.
    this.#askServer("KICK", { cid: connection }).catch(() => {});
  }

  /** Sends again what members should have confirmed. Called regularly. */
  remind(): void {
    for (const { sure, name } of this.guests.all)
      if (this.registrar.members.get(name)?.connection !== undefined) sure.remind();
  }

  async close(): Promise<void> {
    this.guests.close();
    await Promise.all([this.#connection?.close(), this.#system?.close()]);
    await this.server.end();
  }

  /** Somebody connects: the server asks whether it may let them in. */
  #onKnock(message: Msg): void {
    const request = readRequest(message.string());
    if (!request) return;
    const { user, password, connection } = request;
    const verdict = this.registrar.admit(user, password, connection);
    if ("sorry" in verdict) return void message.respond(refusal(this.#signer, request, verdict.sorry));
    if (verdict.replaces !== undefined && verdict.replaces !== connection) this.kick(verdict.replaces);
    message.respond(admission(this.#signer, request, CLASS_ACCOUNT, rightsOf(user)));
  }

  #take(from: string, mail: Msg): void {
    const { events } = this;
    if (from === PAGE) return events.onPage(mail.json());
    if (!this.#intake.allows(from, mail.data.length)) return;
    const text = mail.string();
    const packet = decodePacket(text, (id) => events.owns(from, id));
    const guest = this.guests.get(from);
    switch (packet?.k) {
      case "hello":
        return this.#onHello(from, packet.session, guest);
      case "tell":
      case "told": {
        const said = guest?.sure.take(packet);
        if (!said) return;
        guest!.reported += mail.data.length;
        return events.onSaid(guest!, said.body);
      }
      case "data":
      case "mark":
      case "ack":
        return guest && events.onData(guest, packet);
    }
  }

  /** A connection is one gateway's: another session needs another, or numbers would be used up. */
  #onHello(name: string, session: string, before: Guest | undefined): void {
    const { connection } = this.registrar.members.get(name) ?? {};
    const isOther = before !== undefined && before.session !== session;
    if (isOther && (connection === undefined || before.connection === connection)) return;
    const guest = this.guests.hello(name, session);
    guest.connection = connection;
    this.events.onHello(guest, before);
  }

  #away(name: string): void {
    const guest = this.guests.get(name);
    if (guest) guest.here = false;
    this.events.onAway(name);
  }

  #onState(connected: boolean): void {
    this.#connected = connected;
    this.events.onState(connected);
    if (connected) {
      const before = this.#serverId;
      this.#serverId = this.#connection?.info?.server_id;
      // To a server that was started again members come back by themselves.
      if (before === this.#serverId) void this.#findMembers();
      return;
    }
    this.registrar.cutOff();
    for (const { name, here } of this.guests.all) if (here) this.#away(name);
  }

  /** After this side was cut off: members whose own connections have held all the time say no hello. */
  async #findMembers(): Promise<void> {
    for (let tries = 0; tries < FIND_TRIES && this.#connected; tries++) {
      const answer = await this.#askServer("CONNZ", { auth: true, limit: MOST_LISTED }).catch(() => undefined);
      const connections = answer?.json<Partial<ConnectionList>>().data?.connections;
      if (connections) return this.#found(connections);
      await new Promise((done) => setTimeout(done, ANSWER_MS));
    }
  }

  #found(connections: ConnectionList["data"]["connections"]): void {
    for (const { cid, authorized_user, account } of connections) {
      const member = account === CLASS_ACCOUNT ? this.registrar.members.get(authorized_user) : undefined;
      const guest = member && this.guests.get(member.name);
      if (!guest || member.connection !== undefined) continue;
      member.connection = cid;
      guest.connection = cid;
      this.events.onHello(guest, guest);
    }
  }

  async #askServer(what: string, body: object): Promise<Msg> {
    const { server_id } = this.#system!.info!;
    return this.#system!.request(`$SYS.REQ.SERVER.${server_id}.${what}`, JSON.stringify(body), { timeout: ANSWER_MS });
  }
}
