// Which worker runs which nodes: gives each node one, of its own or shared, and reports a worker that ends unasked.
import type { MessagePort, Worker } from "node:worker_threads";
import type { NodeId } from "../../node/messages.js";
import { workerError } from "../worker-error.js";
import { returnWorker, takeWorker, watchdogOf } from "./pool.js";
import type { FromNode, Tagged, ToNode } from "./protocol.js";
import { STEP_TOO_LONG } from "./watchdog.js";

/** Up to this many nodes each have a thread of their own; beyond, those that cannot crash share this many. */
const OWN_THREADS = 32;
const SHARED_THREADS = 16;

/** How often a thread is checked for being in the same step before that has lasted too long. */
const CHECKS = 8;

let runs = 0;

interface WorkerAssignment {
  readonly worker: Worker;
  readonly nodes: Set<NodeId>;
  /** It ends because it was asked to. */
  ending: boolean;
  clean: boolean;
  /** The step it was seen in, how many checks ago it began, and whether it was asked to stop. */
  step: number | undefined;
  checks: number;
}

export interface Listener {
  onMessage(node: NodeId, message: FromNode): void;
  /** The nodes on a thread that ended by itself. */
  onWorkerExit(nodes: readonly NodeId[], error: Error): void;
}

export class WorkerAssignments {
  #assignments = new Map<NodeId, WorkerAssignment>();
  #shared: WorkerAssignment[] = [];
  #next = 0;
  readonly #run = ++runs;

  readonly #watch: NodeJS.Timeout;

  /**
   * @param size how many nodes there will be at least
   * @param stepLimit ms a step may take
   */
  constructor(
    readonly size: number,
    readonly stepLimit: number,
    readonly listener: Listener,
  ) {
    this.#watch = setInterval(() => this.#check(), stepLimit / CHECKS);
    this.#watch.unref();
  }

  /** Gives the node a thread. @param alone it may crash, so no other node may share its thread */
  assign(node: NodeId, alone: boolean): void {
    const assignment = alone || this.size <= OWN_THREADS ? this.#newAssignment() : this.#share();
    assignment.nodes.add(node);
    this.#assignments.set(node, assignment);
  }

  has(node: NodeId): boolean {
    return this.#assignments.has(node);
  }

  tell(node: NodeId, content: ToNode, transfer: readonly MessagePort[] = []): void {
    this.#assignments
      .get(node)
      ?.worker.postMessage({ run: this.#run, node, content } satisfies Tagged<ToNode>, transfer);
  }

  /** Ends the node's thread at once. */
  async terminate(node: NodeId): Promise<void> {
    const assignment = this.#assignments.get(node)!;
    this.#assignments.delete(node);
    assignment.nodes.delete(node);
    if (assignment.nodes.size > 0) return;
    assignment.ending = true;
    await assignment.worker.terminate();
  }

  /**
   * The node has stopped; when all on its thread have, the thread may serve others.
   * @param clean nothing of it is left there
   */
  async release(node: NodeId, clean: boolean): Promise<void> {
    const assignment = this.#assignments.get(node);
    if (!assignment) return;
    assignment.clean &&= clean;
    this.#assignments.delete(node);
    assignment.nodes.delete(node);
    if (assignment.nodes.size > 0) return;
    assignment.ending = true;
    if (assignment.clean) await returnWorker(assignment.worker);
    else await assignment.worker.terminate();
  }

  async terminateAll(): Promise<void> {
    this.stopWatching();
    await Promise.all([...this.#assignments.keys()].map((node) => this.terminate(node)));
  }

  /** The run is over; long steps no longer concern it. */
  stopWatching(): void {
    clearInterval(this.#watch);
  }

  /** The nodes whose threads are in a step right now. */
  inAStep(): NodeId[] {
    return [...this.#assignments].flatMap(([node, { worker }]) =>
      watchdogOf(worker).step === undefined ? [] : [node],
    );
  }

  /** A step that has lasted too long is asked to stop; if it does not, its thread is ended. */
  #check(): void {
    for (const assignment of new Set(this.#assignments.values())) {
      const watchdog = watchdogOf(assignment.worker);
      const { step } = watchdog;
      assignment.checks = step !== undefined && step === assignment.step ? assignment.checks + 1 : 0;
      assignment.step = step;
      if (assignment.checks === CHECKS) watchdog.stop();
      if (assignment.checks > CHECKS + 1) this.#onExit(assignment, new Error(STEP_TOO_LONG));
    }
  }

  #onExit(assignment: WorkerAssignment, error: Error): void {
    if (assignment.ending) return;
    assignment.ending = true;
    const nodes = [...assignment.nodes];
    for (const node of nodes) this.#assignments.delete(node);
    assignment.worker.terminate().then(() => this.listener.onWorkerExit(nodes, error));
  }

  #share(): WorkerAssignment {
    if (this.#shared.length < SHARED_THREADS) this.#shared.push(this.#newAssignment());
    return this.#shared[this.#next++ % SHARED_THREADS];
  }

  #newAssignment(): WorkerAssignment {
    const worker = takeWorker();
    const assignment: WorkerAssignment = {
      worker,
      nodes: new Set(),
      ending: false,
      clean: true,
      step: undefined,
      checks: 0,
    };
    const lost = (error: Error) => this.#onExit(assignment, error);
    worker.on("message", ({ run, node, content }: Tagged<FromNode>) => {
      if (run === this.#run) this.listener.onMessage(node, content);
    });
    worker.on("error", (error) => lost(workerError(error)));
    worker.on("exit", (code) => lost(new Error(`its thread ended, as by process.exit(${code})`)));
    return assignment;
  }
}
