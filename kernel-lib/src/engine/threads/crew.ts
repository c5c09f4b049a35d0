// Who works where: gives each node a thread, its own or a shared one, and tells when a thread ends that nobody ended.
import type { MessagePort, Worker } from "node:worker_threads";
import type { NodeId } from "../../node/messages.js";
import { pulseOf, returnThread, takeThread } from "./pool.js";
import type { FromNode, Tagged, ToNode } from "./protocol.js";
import { tooLong } from "./pulse.js";

/** Up to so many nodes each have a thread of their own; beyond, those that cannot crash share this many. */
const OWN_THREADS = 32;
const SHARED_THREADS = 16;

/** How often it is looked whether a thread is still in the same step, before that has lasted too long. */
const LOOKS = 8;

let runs = 0;

interface Hand {
  readonly worker: Worker;
  readonly nodes: Set<NodeId>;
  /** Nobody is to be surprised when it ends. */
  ending: boolean;
  clean: boolean;
  /** The step it was seen in, how many looks ago it began, and whether it was asked to stop. */
  step: number | undefined;
  looks: number;
}

export interface Listener {
  hear(node: NodeId, message: FromNode): void;
  /** The nodes on a thread that ended by itself. */
  mourn(nodes: readonly NodeId[], error: Error): void;
}

export class Crew {
  #hands = new Map<NodeId, Hand>();
  #shared: Hand[] = [];
  #next = 0;
  readonly #run = ++runs;

  readonly #watch: NodeJS.Timeout;

  /**
   * @param size how many nodes there will be at least
   * @param patience ms a step may take
   */
  constructor(
    readonly size: number,
    readonly patience: number,
    readonly listener: Listener,
  ) {
    this.#watch = setInterval(() => this.#look(), patience / LOOKS);
    this.#watch.unref();
  }

  /** Gives the node a thread. @param alone it may crash, so nobody may be hit along with it */
  engage(node: NodeId, alone: boolean): void {
    const hand = alone || this.size <= OWN_THREADS ? this.#hire() : this.#share();
    hand.nodes.add(node);
    this.#hands.set(node, hand);
  }

  has(node: NodeId): boolean {
    return this.#hands.has(node);
  }

  tell(node: NodeId, content: ToNode, transfer: readonly MessagePort[] = []): void {
    this.#hands.get(node)?.worker.postMessage({ run: this.#run, node, content } satisfies Tagged<ToNode>, transfer);
  }

  /** Ends the node's thread at once. */
  async dismiss(node: NodeId): Promise<void> {
    const hand = this.#hands.get(node)!;
    this.#hands.delete(node);
    hand.nodes.delete(node);
    if (hand.nodes.size > 0) return;
    hand.ending = true;
    await hand.worker.terminate();
  }

  /** The node has stopped; when all on its thread have, the thread may serve others. @param clean nothing of it is left there */
  async release(node: NodeId, clean: boolean): Promise<void> {
    const hand = this.#hands.get(node);
    if (!hand) return;
    hand.clean &&= clean;
    this.#hands.delete(node);
    hand.nodes.delete(node);
    if (hand.nodes.size > 0) return;
    hand.ending = true;
    if (hand.clean) await returnThread(hand.worker);
    else await hand.worker.terminate();
  }

  async dismissAll(): Promise<void> {
    this.stopWatching();
    await Promise.all([...this.#hands.keys()].map((node) => this.dismiss(node)));
  }

  /** The run is over; what still takes long is somebody else's business. */
  stopWatching(): void {
    clearInterval(this.#watch);
  }

  /** A step that has lasted too long is asked to stop; if it does not, its thread is ended. */
  #look(): void {
    for (const hand of new Set(this.#hands.values())) {
      const pulse = pulseOf(hand.worker);
      const { step } = pulse;
      hand.looks = step !== undefined && step === hand.step ? hand.looks + 1 : 0;
      hand.step = step;
      if (hand.looks === LOOKS) pulse.stop();
      if (hand.looks > LOOKS + 1) this.#lose(hand, new Error(tooLong));
    }
  }

  #lose(hand: Hand, error: Error): void {
    if (hand.ending) return;
    hand.ending = true;
    const nodes = [...hand.nodes];
    for (const node of nodes) this.#hands.delete(node);
    hand.worker.terminate().then(() => this.listener.mourn(nodes, error));
  }

  #share(): Hand {
    if (this.#shared.length < SHARED_THREADS) this.#shared.push(this.#hire());
    return this.#shared[this.#next++ % SHARED_THREADS];
  }

  #hire(): Hand {
    const worker = takeThread();
    const hand: Hand = { worker, nodes: new Set(), ending: false, clean: true, step: undefined, looks: 0 };
    const lost = (error: Error) => this.#lose(hand, error);
    worker.on("message", ({ run, node, content }: Tagged<FromNode>) => {
      if (run === this.#run) this.listener.hear(node, content);
    });
    worker.on("error", (error: any) =>
      lost(error?.code === "ERR_WORKER_OUT_OF_MEMORY" ? new RangeError("it ran out of memory") : error),
    );
    worker.on("exit", (code) => lost(new Error(`its thread ended, as by process.exit(${code})`)));
    return hand;
  }
}
