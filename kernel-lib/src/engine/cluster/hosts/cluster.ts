// One's own machines as an engine: `run(system, { engine: cluster(LINK) })`. The one who runs a system is the owner of a
// server; hosts are workers that were started with the server's link.
import { MisuseError } from "../../../node/errors.js";
import type { NodeId } from "../../../node/messages.js";
import type { Cluster } from "../../run.js";
import { RunClock } from "../../threads/run-clock.js";
import type { DataPacket } from "../data-links.js";
import type { Guest } from "../guests.js";
import { Lobby, type LobbyEvents } from "../lobby.js";
import { serverOf } from "../owner-link.js";

/** How long the first host may take to come. */
const FIRST_MS = 30_000;
const REMIND_MS = 500;

/** What one run hears of its hosts. */
export interface RunOnHosts {
  onSaid(guest: Guest, body: any): void;
  onData(from: string, packet: DataPacket): void;
  onAway(name: string): void;
  onState(connected: boolean): void;
}

export class OwnMachines implements Cluster, LobbyEvents {
  readonly kind = "cluster";
  /** The driver's time, by which hosts set their clocks. */
  readonly clock = new RunClock();
  /** The run that is going on. */
  current: RunOnHosts | undefined;
  #runs = 0;
  #lobby: Promise<Lobby> | undefined;
  #onHost: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly link: string,
    readonly place: Readonly<Record<NodeId, string>>,
  ) {}

  /** A number for the next run. */
  nextRun(): number {
    return ++this.#runs;
  }

  /** The lobby, once at least one host is there. */
  async lobby(): Promise<Lobby> {
    this.#lobby ??= this.#open();
    const lobby = await this.#lobby;
    if (lobby.here.length > 0) return lobby;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((done, fail) => {
      this.#onHost = done;
      const why = new MisuseError("No worker has come to this cluster. Start one: npm run worker -- LINK.");
      timer = setTimeout(() => fail(why), FIRST_MS);
    }).finally(() => clearTimeout(timer));
    return lobby;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const lobby = await this.#lobby;
    this.#lobby = undefined;
    await lobby?.close();
  }

  taken(): readonly string[] {
    return [];
  }

  owns(): boolean {
    return true;
  }

  onHello(guest: Guest): void {
    guest.greeted = true;
  }

  onSaid(guest: Guest, body: any): void {
    const { say, n } = body ?? {};
    if (say === "time") guest.sure.tell({ do: "time", n, time: { at: this.clock.time(), wall: Date.now() } });
    else if (say === "here") {
      void this.#lobby!.then((lobby) => {
        lobby.back(guest);
        this.#onHost?.();
      });
    } else if (say === "done") void this.#lobby!.then((lobby) => lobby.done(guest.name, n, body.value));
    else this.current?.onSaid(guest, body);
  }

  onData({ name }: Guest, packet: DataPacket): void {
    this.current?.onData(name, packet);
  }

  onAway(name: string): void {
    this.current?.onAway(name);
  }

  onPage(): void {}

  onState(connected: boolean): void {
    this.current?.onState(connected);
  }

  async #open(): Promise<Lobby> {
    const lobby = new Lobby(await serverOf(this.link), this);
    await lobby.open();
    this.#timer = setInterval(() => lobby.remind(), REMIND_MS);
    return lobby;
  }
}
