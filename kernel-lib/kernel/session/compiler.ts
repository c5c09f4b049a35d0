// The kernel's hold on its compiler: asks one question at a time, and replaces the process when a question ends it or
// is given up. The compiler keeps no state, so nothing is lost with it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Compilation, FromCompiler, ToCompiler } from "../compiler/protocol.js";
import { flags, largeFlags, snapshotFile } from "../compiler/snapshot.js";
import { Child, type End, root } from "./child.js";
import { ATTEMPTS } from "./executor.js";

type Question = ToCompiler extends infer Q ? (Q extends ToCompiler ? Omit<Q, "id"> : never) : never;

/** What happened to a question that has no answer. */
export type Unanswered = { readonly status: "interrupted" } | { readonly status: "failed"; readonly reason: string };

interface Asked {
  readonly question: ToCompiler;
  /** Whether it is asked for the second time, because the first process that worked on it ended. */
  isRepeated?: boolean;
  readonly finish: (answer: unknown) => void;
}

/** How long (ms) completion or inspection may take: no one can interrupt it. */
const ASSIST_MS = 10_000;

/**
 * How long (s) the process may have nothing to do before it is ended: it takes most of a kernel's memory, and nobody
 * waits long for the next one. VERTEILT_IDLE_SECONDS says otherwise, as on a hub.
 */
const IDLE_S = 600;

export class Compiler {
  private child!: Child;
  private isReady = false;
  private asked = 0;
  /** The first is with the compiler. */
  private readonly queue: Asked[] = [];
  private isClosed = false;
  private snapshot = existing(snapshotFile(root));
  private timer: NodeJS.Timeout | undefined;
  private idle: NodeJS.Timeout | undefined;
  /** Whether the process was ended because nothing was asked. */
  private isResting = false;
  /** How many processes in a row ended before they were ready. */
  private attempts = 0;

  constructor() {
    this.start();
  }

  compile(declarations: string, code: string): Promise<Compilation | Unanswered> {
    return this.ask({ type: "compile", declarations, code }) as Promise<Compilation | Unanswered>;
  }

  /** The names a text declares; none if it cannot be read. */
  async names(code: string): Promise<readonly string[]> {
    const answer = await this.ask({ type: "names", code });
    return Array.isArray(answer) ? answer : [];
  }

  /** What is declared after a cell that got only as far as `reached`; what was declared before, if that is unknown. */
  async upTo(before: string, after: string, own: readonly string[], reached: readonly string[]) {
    const answer = await this.ask({ type: "upTo", before, after, own, reached });
    return "declarations" in (answer as object)
      ? (answer as { declarations: string; names: readonly string[] })
      : { declarations: before, names: [] };
  }

  /** Completion, inspection or completeness, as content for a reply. */
  async assist(question: Extract<Question, { type: "complete" | "inspect" | "isComplete" }>): Promise<object> {
    const answer = (await this.ask(question)) as object & Partial<Unanswered>;
    if (answer.status !== "failed" && answer.status !== "interrupted") return answer;
    if (question.type === "isComplete") return { status: "unknown" };
    if (question.type === "inspect") return { status: "ok", found: false, data: {}, metadata: {} };
    const { position } = question;
    return { status: "ok", matches: [], cursor_start: position, cursor_end: position, metadata: {} };
  }

  /** Gives up the compilation that was asked for, if any; one that is under way by replacing the process. */
  interrupt(): void {
    const at = this.queue.findIndex(({ question }) => question.type === "compile");
    if (at === 0 && this.isReady) this.renew({ status: "interrupted" });
    else if (at >= 0) this.queue.splice(at, 1)[0].finish({ status: "interrupted" });
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    clearTimeout(this.idle);
    this.child.kill();
  }

  private ask(question: Question): Promise<unknown> {
    return new Promise((finish) => {
      this.queue.push({ question: { ...question, id: ++this.asked } as ToCompiler, finish });
      if (this.isResting) this.start();
      else if (this.queue.length === 1) this.next();
    });
  }

  private rest(): void {
    this.isResting = true;
    this.isReady = false;
    this.child.kill();
  }

  private next(): void {
    clearTimeout(this.timer);
    clearTimeout(this.idle);
    const asked = this.queue[0];
    if (!this.isReady) return;
    if (!asked) {
      this.idle = setTimeout(() => this.rest(), 1000 * (Number(process.env.VERTEILT_IDLE_SECONDS) || IDLE_S));
      return;
    }
    const { question } = asked;
    if (!this.child.send(question)) return this.finish({ status: "failed", reason: "it is too long" });
    if (question.type === "complete" || question.type === "inspect")
      this.timer = setTimeout(() => this.renew({ status: "failed", reason: "it took too long" }), ASSIST_MS);
  }

  private finish(answer: unknown): void {
    this.queue.shift()?.finish(answer);
    this.next();
  }

  /** Starts a new process; the question the old one was working on ends with this answer. */
  private renew(unanswered: Unanswered): void {
    this.child.kill();
    this.start();
    this.finish(unanswered);
  }

  private start(isLarge = false): void {
    this.isReady = false;
    this.isResting = false;
    const snapshot = isLarge ? undefined : this.snapshot;
    const script = snapshot ? ["--snapshot-blob", snapshot, "--"] : [join(__dirname, "../compiler/start.js")];
    const args = [...(isLarge ? largeFlags : flags), ...script, root];
    this.child = new Child(
      { command: process.execPath, args, hasStderr: false },
      (message) => this.receive(message as FromCompiler),
      (end) => this.died(end, isLarge),
    );
  }

  private receive(message: FromCompiler): void {
    const asked = this.queue[0];
    if (message.type === "ready") {
      this.isReady = true;
      this.attempts = 0;
      this.next();
    } else if (asked?.question.id !== message.id) return;
    else if (message.type === "answer") this.finish(message.answer);
    else this.renew({ status: "failed", reason: message.reason });
  }

  private died(end: End, wasLarge: boolean): void {
    if (this.isClosed) return;
    if (!this.isReady) return this.diedAtStart(end, wasLarge);
    const asked = this.queue[0];
    if (!asked) return this.start();
    // Killed from outside, or out of memory: the next process may have more.
    if (!asked.isRepeated) {
      asked.isRepeated = true;
      const isKilled = "signal" in end && /^SIG(KILL|TERM)$/.test(end.signal ?? "");
      return this.start(!isKilled);
    }
    this.start();
    this.finish({ status: "failed", reason: "it took too much memory, or TypeScript crashed" });
  }

  private diedAtStart(end: End, wasLarge: boolean): void {
    // The snapshot is damaged, or was made by another Node. Without one the start takes longer.
    if (this.snapshot && !wasLarge) {
      this.snapshot = undefined;
      return this.start();
    }
    if (++this.attempts < ATTEMPTS) return this.start(wasLarge);
    process.stderr.write(`The kernel's compiler could not be started: ${JSON.stringify(end)}\n`);
    process.exit(1);
  }
}

function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}
