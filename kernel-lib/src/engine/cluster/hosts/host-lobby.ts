// The driver's end of a farm's server: calls workers, greets those who lend their machines, knows who is there, and
// carries mail to and from them.
import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import type { NatsConnection } from "@nats-io/transport-node";
import { connectAsOwner, connectAsWatcher } from "../../farm/farm-connection.js";
import * as farm from "../../farm/names.js";
import { onMail } from "../connection.js";
import type { DataPacket } from "../data-links.js";
import { type Guest, Guests } from "../guests.js";
import { KEEPER, senderOf } from "../names.js";
import { decodePacket } from "../packet.js";
import { LONGEST_TOLD } from "./membrane.js";

export interface HostLobbyEvents {
  /** What a host tells for certain. */
  onSaid(guest: Guest, body: unknown): void;
  onData(guest: Guest, packet: DataPacket): void;
  onAway(name: string): void;
  /** This side is cut off, and takes all others for gone. */
  onCutOff(): void;
}

const ORDER_MS = 1500;

export class HostLobby {
  readonly guests = new Guests((to, text) => this.publish(to, text), LONGEST_TOLD);
  /** Of this driver: several may use a farm at the same time. */
  readonly #id = randomBytes(16).toString("hex");
  #connected = true;

  private constructor(
    readonly connection: NatsConnection,
    readonly watcher: NatsConnection,
    readonly events: HostLobbyEvents,
  ) {
    onMail(connection, farm.mailSubject(this.#id, KEEPER, "*"), (mail) =>
      this.#take(senderOf(mail.subject), mail.string()),
    );
    onMail(connection, farm.aliveSubject(this.#id), (mail) => mail.respond());
    onMail(watcher, `$SYS.ACCOUNT.${farm.ACCOUNT}.DISCONNECT`, (mail) => {
      const { client } = mail.json<{ client: { id: number } }>();
      for (const guest of this.here) if (guest.connection === client.id) this.#away(guest);
    });
    void this.#watch();
  }

  static async open(link: string, events: HostLobbyEvents): Promise<HostLobby> {
    const owner = await connectAsOwner(link, "cluster");
    return new HostLobby(owner.connection, await connectAsWatcher(link, owner), events);
  }

  get here(): Guest[] {
    return this.guests.all.filter(({ here }) => here);
  }

  /** Asks who lends a machine. Those who have said so already need not answer. */
  call(): void {
    this.#send(farm.callSubject(this.#id), JSON.stringify({ who: whoAmI() }));
  }

  publish(to: string, text: string): boolean {
    return this.#send(farm.mailSubject(this.#id, to, KEEPER), text);
  }

  /** Gives an order, and waits a while for its answer; undefined if none comes. */
  async tell(name: string, order: { readonly do: string } & Record<string, unknown>, ms = ORDER_MS): Promise<any> {
    return this.guests.get(name)?.here ? this.guests.order(name, order, ms) : undefined;
  }

  /** Sends again what hosts should have confirmed. Called regularly. */
  remind(): void {
    for (const { sure } of this.here) sure.remind();
  }

  /** Lets the machines go. */
  async close(): Promise<void> {
    this.guests.close();
    this.#send(farm.cancelSubject(this.#id), "");
    if (this.#connected) await this.connection.flush().catch(() => {});
    await Promise.all([this.connection.close(), this.watcher.close()]);
  }

  #send(subject: string, text: string): boolean {
    if (!this.#connected || this.connection.isClosed()) return false;
    this.connection.publish(subject, text);
    return true;
  }

  #take(from: string, text: string): void {
    const packet = decodePacket(text, () => true);
    const guest = this.guests.get(from);
    switch (packet?.k) {
      case "hello":
        // Of two workers with the same name the first one counts.
        if (!guest?.here || guest.session === packet.session) this.guests.hello(from, packet.session);
        return;
      case "tell":
      case "told": {
        const said = guest?.sure.take(packet) as { body: any } | undefined;
        if (!said) return;
        if (said.body?.say === "here") Object.assign(guest!, { here: true, connection: said.body.connection });
        return this.events.onSaid(guest!, said.body);
      }
      case "data":
      case "mark":
      case "ack":
        if (guest) this.events.onData(guest, packet);
    }
  }

  #away(guest: Guest): void {
    guest.here = false;
    this.guests.leave(guest.name);
    this.events.onAway(guest.name);
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.connection.status()) {
      if (type !== "disconnect") continue;
      this.#connected = false;
      for (const guest of this.here) guest.here = false;
      return this.events.onCutOff();
    }
  }
}

/** By which people know who runs a system. */
function whoAmI(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // This user has no name here.
    return hostname();
  }
}
