// The nodes that a host was given, where they run: enclosed, one run after the other. It obeys what the host hands on,
// and tells the host what happens.
import type { NodeId } from "../../../node/messages.js";
import { PendingRequests } from "../../../node/pending-requests.js";
import { monotonic } from "../../threads/run-clock.js";
import { CONFIRM_MS } from "../data-links.js";
import { decodePacket } from "../packet.js";
import { Reporter } from "../reporter.js";
import { Site } from "../site.js";
import { LONGEST_PRINT } from "./host-reports.js";
import { LONGEST_TOLD, packet, readPassed, told } from "./membrane.js";
import { type NodesOrder, unpackNode, unpackPlacement } from "./protocol.js";

export class PlacedNodes {
  readonly #asked = new PendingRequests();
  #site: Site | undefined;
  #reporter: Reporter | undefined;
  /** Of the run. */
  #number = 0;
  #idle: NodeJS.Timeout | undefined;

  /** @param send hands a text to the host */
  constructor(readonly send: (text: string) => void) {
    setInterval(() => this.#site?.links.confirm(), CONFIRM_MS);
  }

  /** A text from the host. */
  take(text: string): void {
    const passed = readPassed(text);
    if (passed?.kind === "packet") {
      const read = decodePacket(passed.text, () => true);
      if (read?.k === "data" || read?.k === "mark" || read?.k === "ack") this.#site?.take(passed.side, read);
    } else if (passed) {
      const order: NodesOrder = passed.body;
      this.#obey(order).catch((error: Error) => {
        if ("n" in order) this.#done(order.n, { failed: error.message });
      });
    }
  }

  async #obey(order: NodesOrder): Promise<void> {
    const site = this.#site;
    switch (order.do) {
      case "answered":
        return this.#asked.take(order.n)?.resolve(undefined);
      case "place":
        await this.#place(order);
        return this.#done(order.n, "placed");
      case "go":
        return this.#beginAt(order.at);
      case "sides":
        return site?.learn(order.sides.filter(({ name }) => name !== site.me));
      case "add":
        await site?.coordinator.add(order.id, unpackNode(order.data));
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
        if (!site) return this.#done(order.n);
        const last = await site.coordinator.close(order.reason, order.ms);
        site.flush();
        this.#reporter!.end(last, (words) => this.#tell({ say: "done", n: order.n, value: words }));
      }
    }
  }

  async #place({ me, number, incarnations, data }: Extract<NodesOrder, { do: "place" }>): Promise<void> {
    const { system, tracing, limit, live } = unpackPlacement(data);
    await this.#site?.coordinator.abandon();
    this.#number = number;
    this.#reporter = this.#newReporter(number);
    this.#site = new Site({
      me,
      number,
      incarnations,
      system,
      tracing,
      limit,
      live,
      isTrusting: true,
      report: this.#reporter,
      publish: (to, text) => {
        this.send(packet(to, text));
        return true;
      },
      hearNews: () => this.#hearNews(),
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

  /** What nodes of a run still say when the next one has begun names the run it is of. */
  #newReporter(number: number): Reporter {
    return new Reporter(
      (body) => this.#tell(body, number),
      (news, id, ...rest) => {
        if (news === "printed") this.#printed(number, id as NodeId, rest[0] as string, rest[1]);
      },
      () => this.#onQuiet(number),
      true,
    );
  }

  /** Quiet is told once it has lasted for a turn: the next message may be in the mail. */
  #onQuiet(number: number): void {
    this.#idle ??= setTimeout(() => {
      this.#idle = undefined;
      if (number === this.#number && this.#site?.coordinator.quiet) this.#tell({ say: "idle", number });
    }, 1);
  }

  #hearNews(): Promise<unknown> {
    const n = this.#asked.number();
    const answer = this.#asked.for(n);
    this.#tell({ say: "news", n });
    return answer;
  }

  #printed(number: number, id: NodeId, text: string, stream: unknown): void {
    const shown = text.length > LONGEST_PRINT ? `${text.slice(0, LONGEST_PRINT - 4)} ...` : text;
    this.#tell({ say: "printed", id, text: shown, stream }, number);
  }

  #done(n: number, value?: unknown): void {
    this.#tell({ say: "done", n, value });
  }

  /** @returns false if it is too large to be told */
  #tell(body: object, run = this.#number): boolean {
    const text = told({ ...body, run });
    const fits = text.length <= LONGEST_TOLD;
    if (fits) this.send(text);
    return fits;
  }
}
