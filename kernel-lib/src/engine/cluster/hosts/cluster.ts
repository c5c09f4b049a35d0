// One's own machines as an engine: `run(system, { engine: cluster(LINK) })`. The one who runs a system is the owner of a
// farm; hosts are its workers.
import { MisuseError, quote } from "../../../node/errors.js";
import type { NodeId } from "../../../node/messages.js";
import { isFarmLink, withoutOwner } from "../../farm/farm-link.js";
import type { Cluster } from "../../run.js";
import { RunClock } from "../../threads/run-clock.js";
import type { DataPacket } from "../data-links.js";
import type { Guest } from "../guests.js";
import { HostLobby, type HostLobbyEvents } from "./host-lobby.js";

/** How long the first host may take to come. */
const FIRST_MS = 30_000;
/** How long those that are named, and are not there, are waited for. */
const NAMED_MS = 10_000;
/** When a cluster is first used, all workers that are there have so long to say so. */
const GATHER_MS = 300;
/** And those that have begun to, so long to set their clocks. */
const GREETED_MS = 2000;
const LOOK_MS = 20;
const REMIND_MS = 500;

/** What one run hears of its hosts. */
export interface RunOnHosts {
  onSaid(guest: Guest, body: any): void;
  onData(from: string, packet: DataPacket): void;
  onAway(name: string): void;
  onCutOff(): void;
}

export class OwnMachines implements Cluster, HostLobbyEvents {
  readonly kind = "cluster";
  /** The driver's time, by which hosts set their clocks. */
  readonly clock = new RunClock();
  /** The run that is going on. */
  current: RunOnHosts | undefined;
  #runs = 0;
  #lobby: Promise<HostLobby> | undefined;
  #gathered = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly link: string,
    readonly place: Readonly<Record<NodeId, string>>,
  ) {
    if (isFarmLink(link)) return;
    const shown = quote(typeof link === "string" ? withoutOwner(link) : link);
    throw new MisuseError(
      `cluster(${shown}): that is no farm's link. npm run farm prints one, which begins with farm://.`,
    );
  }

  /** A number for the next run. */
  nextRun(): number {
    return ++this.#runs;
  }

  /** The lobby, once the hosts are there that were named, or at least one. */
  async lobby(): Promise<HostLobby> {
    this.#lobby ??= this.#open();
    const lobby = await this.#lobby.catch((error) => {
      this.#lobby = undefined;
      throw error;
    });
    lobby.call();
    const began = performance.now();
    for (let called = began; ; ) {
      const now = performance.now();
      if (this.#isComplete(lobby, now - began)) break;
      if (now - began > FIRST_MS)
        throw new MisuseError(
          `No worker has come to this cluster. Start one: npm run worker -- "${withoutOwner(this.link)}".`,
        );
      if (now - called > REMIND_MS) {
        lobby.call();
        called = now;
      }
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
    this.#gathered = true;
    return lobby;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const lobby = await this.#lobby;
    this.#lobby = undefined;
    this.#gathered = false;
    await lobby?.close();
  }

  onSaid(guest: Guest, body: any): void {
    const { say, n } = body ?? {};
    if (say === "time") guest.sure.tell({ do: "time", n, time: { at: this.clock.time(), wall: Date.now() } });
    else if (say === "done") void this.#lobby!.then((lobby) => lobby.guests.done(guest.name, n, body.value));
    else if (say !== "here") this.current?.onSaid(guest, body);
  }

  onData({ name }: Guest, packet: DataPacket): void {
    this.current?.onData(name, packet);
  }

  onAway(name: string): void {
    this.current?.onAway(name);
  }

  /** Hosts come anew to a lobby of another name: what they ran for this one they end. */
  onCutOff(): void {
    this.current?.onCutOff();
    void this.close().catch(() => {});
  }

  /** @param ms how long hosts have been waited for */
  #isComplete({ guests, here }: HostLobby, ms: number): boolean {
    if (here.length === 0) return false;
    const names = new Set(here.map(({ name }) => name));
    const areNamed = Object.values(this.place).every((name) => names.has(name));
    if (!areNamed && ms < NAMED_MS) return false;
    return this.#gathered || (ms >= GATHER_MS && (guests.all.every((guest) => guest.here) || ms >= GREETED_MS));
  }

  async #open(): Promise<HostLobby> {
    const lobby = await HostLobby.open(this.link, this);
    this.#timer = setInterval(() => lobby.remind(), REMIND_MS);
    return lobby;
  }
}
