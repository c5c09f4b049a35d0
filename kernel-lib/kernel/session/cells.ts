// Cells one at a time: compiled by one process, run by another, and what they declare kept here, so that either process
// can be replaced.
import type { Compilation } from "../compiler/protocol.js";
import type { CellError, Expression, FromExecutor, MimeBundle, ToExecutor } from "../messages.js";
import { Compiler, type Unanswered } from "./compiler.js";
import { Declarations, type Reason } from "./declarations.js";
import { compileError, rootCause } from "./diagnostics.js";
import { type Ended, Executor } from "./executor.js";
import { gone, interrupted, lost, skipped } from "./lost.js";

export interface Job {
  readonly cell: string;
  readonly count: number;
  readonly code: string;
  readonly silent: boolean;
  /** Whether the front end can answer `prompt`. */
  readonly canAsk: boolean;
}

export interface Outcome {
  readonly error?: CellError;
  /** The cell's value as it is shown. */
  readonly data?: MimeBundle;
  readonly expressions: Record<string, Expression>;
}

type Done = Omit<Extract<FromExecutor, { type: "done" }>, "type" | "run">;

interface Running {
  readonly run: number;
  presses: number;
  finish(done: Done): void;
}

/** What the process that runs cells reports besides how a cell ended. */
export type Report = Exclude<FromExecutor, { type: "ready" | "ended" | "memory" | "done" }>;

export class Cells {
  private readonly declared = new Declarations();
  private readonly compiler: Compiler;
  private readonly executor: Executor;
  private runs = 0;
  private running: Running | undefined;
  private isCompiling = false;
  /** How the process that runs cells ended, if it has since the cell under way began. */
  private endedMeanwhile: Ended | undefined;
  private isStopped = false;
  /** For each declared name, types included, the cell that declared it last. */
  private readonly definedBy = new Map<string, number>();

  constructor(
    private readonly receive: (report: Report) => void,
    private readonly onLost: (ended: Ended) => void,
  ) {
    this.compiler = new Compiler();
    this.executor = new Executor(
      (message) => this.take(message),
      (ended) => this.died(ended),
    );
  }

  /** Runs a cell, then its `user_expressions`. One at a time. */
  async run(job: Job, expressions: Record<string, string> = {}): Promise<Outcome> {
    this.isStopped = false;
    const { error, data, ...rest } = await this.evaluate(job, !job.silent);
    const answers: Record<string, Expression> = {};
    if (!error)
      for (const [name, code] of Object.entries(expressions)) {
        const { error, data = {} } = await this.evaluate({ ...job, code }, true);
        answers[name] = error ? { status: "error", ...error } : { status: "ok", data, metadata: {} };
      }
    return { error, data, expressions: answers, ...rest };
  }

  /** The button was pressed: stops the running cell, or what earlier ones left behind. */
  interrupt(): void {
    this.isStopped = true;
    const { running } = this;
    if (this.isCompiling) this.compiler.interrupt();
    else if (running) running.presses++;
    const presses = this.isCompiling ? 0 : (running?.presses ?? 1);
    this.post({ type: "interrupt", run: running?.run, presses });
  }

  /** A cell was aborted before it ran. */
  skip(code: string): void {
    void this.missAll(code, skipped(code));
  }

  complete(code: string, position: number): Promise<object> {
    return this.compiler.assist({ type: "complete", declarations: this.declared.text, code, position });
  }

  inspect(code: string, position: number): Promise<object> {
    return this.compiler.assist({ type: "inspect", declarations: this.declared.text, code, position });
  }

  isComplete(code: string): Promise<object> {
    return this.compiler.assist({ type: "isComplete", code });
  }

  post(message: ToExecutor): boolean {
    return this.executor.post(message);
  }

  close(): void {
    this.compiler.close();
    this.executor.close();
  }

  /** One piece of code under a cell. */
  private async evaluate(job: Job, shows: boolean): Promise<Done> {
    const { count, code } = job;
    this.isCompiling = true;
    this.endedMeanwhile = undefined;
    const compilation = await this.compiler.compile(this.declared.text, code);
    this.isCompiling = false;
    if (this.endedMeanwhile) return this.lostBefore(code, count, this.endedMeanwhile);
    if (compilation.status !== "ok") return { error: this.uncompiled(compilation, job) };
    const { cell: compiled, declarations } = compilation;
    for (const name of compiled.names) this.definedBy.set(name, count);
    if (this.isStopped) return { error: this.stoppedBefore(compiled.names, count) };
    const done = await new Promise<Done>((finish) => {
      const run = ++this.runs;
      this.running = { run, presses: 0, finish };
      this.executor.forgetMemory();
      const { cell, canAsk } = job;
      if (!this.post({ type: "run", run, cell, count, source: code, compiled, shows, canAsk })) finish(tooLong);
    });
    this.running = undefined;
    // Also where it ended right behind the cell: both messages may arrive before anything else is done.
    if (this.endedMeanwhile) return { error: lost(this.endedMeanwhile) };
    const { names } = compiled;
    if (!done.error) this.declared.keep(declarations, names);
    else if (done.reached) await this.keepReached(declarations, names, done.reached, count);
    else this.declared.miss(names, failed(count));
    return done;
  }

  private uncompiled(compilation: Exclude<Compilation, { status: "ok" }> | Unanswered, job: Job): CellError {
    const { count, code } = job;
    if (compilation.status === "refused") {
      const { complaints, names } = compilation;
      for (const name of names) this.definedBy.set(name, count);
      const { sentence, lacked }: Reason = rootCause(complaints, this.declared) ?? { sentence: failed(count) };
      const error = compileError(complaints, job, this.declared);
      this.declared.miss(names, sentence, lacked);
      return error;
    }
    if (compilation.status === "interrupted") {
      void this.missAll(code, stopped(count));
      return interrupted;
    }
    void this.missAll(code, failed(count));
    return compilerFailed(compilation.reason);
  }

  /**
   * All that a cell declares is missing. Not waited for, because the compiler may have to start anew for it; it answers
   * before it compiles the next cell.
   */
  private async missAll(code: string, sentence: string): Promise<void> {
    this.declared.miss(await this.compiler.names(code), sentence);
  }

  /** The cell was compiled for variables that are gone. */
  private lostBefore(code: string, count: number, ended: Ended): Done {
    void this.missAll(code, failed(count));
    return { error: lost(ended) };
  }

  private stoppedBefore(names: readonly string[], count: number): CellError {
    this.declared.miss(names, stopped(count));
    return interrupted;
  }

  /** What an interrupted cell had defined by then is available to later ones. */
  private async keepReached(after: string, own: readonly string[], reached: readonly string[], count: number) {
    const { declarations, names } = await this.compiler.upTo(this.declared.text, after, own, reached);
    if (this.endedMeanwhile) return;
    const there = new Set(names);
    this.declared.keep(
      declarations,
      own.filter((name) => there.has(name)),
    );
    this.declared.miss(
      own.filter((name) => !there.has(name)),
      stopped(count),
    );
  }

  private take(message: Exclude<FromExecutor, { type: "ready" | "ended" | "memory" }>): void {
    const running = this.running;
    switch (message.type) {
      case "done":
        if (running?.run === message.run) running.finish(message);
        break;
      default:
        this.receive(message);
    }
  }

  private died(ended: Ended): void {
    for (const [name, count] of this.definedBy) this.declared.miss([name], gone(count));
    this.definedBy.clear();
    this.declared.lose();
    this.endedMeanwhile = ended;
    // What is being compiled relies on variables that are gone.
    if (this.isCompiling) this.compiler.interrupt();
    const { running } = this;
    this.onLost(ended);
    running?.finish({ error: lost(ended) });
  }
}

function failed(count: number): string {
  return `Cell In[${count}] defines it, but failed: fix and run that cell first.`;
}

function stopped(count: number): string {
  return `Cell In[${count}] defines it, but was interrupted before it did: run that cell again.`;
}

function compilerFailed(reason: string): CellError {
  const ename = "CompilerFailed";
  const evalue = `TypeScript could not check this cell: ${reason}. Is something in it nested thousands of levels deep, or is a type infinite? None of the cell ran, and all variables are kept.`;
  return { ename, evalue, traceback: [`\u001b[1;31m${ename}\u001b[0m: ${evalue}`] };
}

const tooLong: Done = { error: compilerFailed("its compiled text is too long") };
