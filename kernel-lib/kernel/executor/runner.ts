// Runs one cell after the other with tslab's executor, and tells what became of each.
import type { Diagnostic } from "tslab/dist/converter.js";
import type { Executor } from "tslab/dist/executor.js";
import type { CellError, Expression, FromExecutor, Phase, ToExecutor } from "../thread.js";
import { type Cell, freshFile } from "./cells.js";
import { Compiler } from "./compiler.js";
import { begin, end, within } from "./context.js";
import { compileError, rootCause } from "./diagnostics.js";
import { bundle } from "./display.js";
import { check, interruption, isInterrupt, isReleased, mayBeReleased, release, releaseAll } from "./interrupt.js";
import { declaredNames, define, miss, type Reason } from "./names.js";
import { isRestricted } from "./noted.js";
import { installViews } from "./rewrite/live.js";
import { clearTimersOf, untrackedImmediate, untrackedTimeout } from "./timers.js";
import { thrown } from "./traceback.js";
import { keepCompiled } from "./typescript.js";

/** How long (ms) after its first cell a kernel keeps what it has compiled of the compiler. */
const IDLE_MS = 100;

type Request = Extract<ToExecutor, { type: "execute" }>;

/** What one piece of code came to. */
type Outcome = { value?: unknown; error?: CellError };

export class Runner {
  readonly executor: Executor;
  private readonly compiler: Compiler;
  private running: Cell | undefined;
  private isKept = false;
  private isEvaluating = false;
  /** Ends the running cell, whatever it waits for. */
  private stop: () => void = () => {};
  private failure: { error: unknown } | undefined;
  private value: unknown;
  /** What the names that the running cell defines stood for before it. */
  private before = new Map<string, unknown>();

  constructor(
    root: string,
    private readonly flag: Int32Array,
    private readonly send: (message: FromExecutor & { cell: string }) => void,
  ) {
    this.compiler = new Compiler(root, () => this.beginCode());
    const { createExecutor } = require("tslab/dist/executor.js") as typeof import("tslab/dist/executor.js");
    const { converter } = this.compiler;
    // tslab says a result by log and an error by error; diagnostics, several arguments, are taken from the compiler.
    this.executor = createExecutor(
      process.cwd(),
      { node: converter, browser: converter, close: () => converter.close() },
      {
        log: (value) => {
          this.value = value;
        },
        error: (...parts) => {
          if (parts.length === 1) this.failure = { error: parts[0] };
        },
      },
    );
    installViews(this.executor.locals);
    // The first conversion checks all of the libraries' declarations: done before a student waits for it.
    converter.convert("", "0");
  }

  async execute({ cell: id, count, code, silent, expressions }: Request): Promise<void> {
    const cell: Cell = { id, count, code, file: freshFile(count) };
    this.send({ type: "begun", cell: id });
    begin(cell);
    mayBeReleased(cell);
    this.running = cell;
    const answers: Record<string, Expression> = {};
    const error = await this.untilStopped(cell, async () => {
      const outcome = await within(cell, () => this.evaluate(cell));
      if (!outcome.error && outcome.value !== undefined && !silent)
        outcome.error = await this.show(cell, outcome.value);
      if (!outcome.error)
        for (const [name, expression] of Object.entries(expressions))
          answers[name] = await this.express(cell, expression);
      return outcome.error;
    });
    this.running = undefined;
    end();
    // What a submission leaves behind must not come back while others are marked.
    if (isRestricted()) clearTimersOf(cell);
    this.enter(0);
    this.send({ type: "done", cell: id, error, expressions: answers });
    if (!this.isKept && !isRestricted()) untrackedTimeout(keepCompiled, IDLE_MS).unref();
    this.isKept = true;
  }

  /** Ends the wait of the running cell; between cells ends what earlier ones left behind. */
  interrupt(id: string | undefined): void {
    const cell = this.running;
    if (cell && cell.id === id) {
      release(cell);
      this.executor.interrupt();
      untrackedImmediate(() => {
        if (this.running === cell) this.stop();
      });
    } else releaseAll();
  }

  /** In a turn of its own, because nothing follows code that was terminated, not even the rest of its turn. */
  private untilStopped(cell: Cell, work: () => Promise<CellError | undefined>): Promise<CellError | undefined> {
    return new Promise((resolve) => {
      this.stop = () => {
        if (this.isEvaluating) this.keepReached(cell);
        resolve(thrown(interruption()));
      };
      untrackedImmediate(() => {
        if (!isReleased(cell)) work().then(resolve, (error) => resolve(thrown(error)));
      });
    });
  }

  private async evaluate(cell: Cell): Promise<Outcome> {
    this.failure = undefined;
    this.value = undefined;
    this.enter(0);
    this.compiler.begin(cell);
    this.isEvaluating = true;
    let ok = false;
    try {
      ok = await this.executor.execute(cell.code);
      // Code that the flag stopped may have been a node's: its system takes that for an error of the node and goes on.
      if (ok) check();
    } catch (error) {
      ok = false;
      this.failure = { error };
    }
    this.isEvaluating = false;
    const { diagnostics, result, names } = this.compiler.latest;
    if (ok) {
      this.compiler.keep();
      define(names);
      return { value: this.value ?? this.leftover(result) };
    }
    if (!this.failure) return this.uncompiled(cell, diagnostics);
    const { error } = this.failure;
    if (isInterrupt(error)) {
      this.keepReached(cell);
      return { error: thrown(interruption(error)) };
    }
    miss(names, `Cell In[${cell.count}] defines it, but failed: mend and run that cell first.`);
    return { error: thrown(error) };
  }

  private uncompiled(cell: Cell, diagnostics: readonly Diagnostic[]): Outcome {
    const own = { sentence: `Cell In[${cell.count}] defines it, but failed: mend and run that cell first.` };
    const { sentence, lacked }: Reason = rootCause(diagnostics) ?? own;
    miss(declaredNames(cell.code), sentence, lacked);
    return { error: compileError(diagnostics, cell) };
  }

  /** What an interrupted cell had defined by then is there for later ones. */
  private keepReached(cell: Cell): void {
    const { locals } = this.executor;
    const reached = (name: string) =>
      name in locals && !(this.before.has(name) && this.before.get(name) === locals[name]);
    const left = this.compiler.keepReached(reached);
    define(this.compiler.latest.names);
    miss(left, `Cell In[${cell.count}] defines it, but was interrupted before: run that cell again.`);
  }

  /** Compiled: from here on the code is the student's. */
  private beginCode(): void {
    check();
    const { locals } = this.executor;
    this.before = new Map(
      this.compiler.latest.names.filter((name) => name in locals).map((name) => [name, locals[name]]),
    );
    this.enter(1);
  }

  private enter(phase: Phase): void {
    Atomics.store(this.flag, 1, phase);
  }

  /** tslab leaves out a last value of null. */
  private leftover(result: string | undefined): unknown {
    if (result === undefined) return undefined;
    const value = this.executor.locals[result];
    delete this.executor.locals[result];
    return value;
  }

  private async show(cell: Cell, value: unknown): Promise<CellError | undefined> {
    try {
      const data = await within(cell, () => bundle(value));
      if (this.running === cell) this.send({ type: "result", cell: cell.id, data, metadata: {} });
      return undefined;
    } catch (error) {
      return thrown(error);
    }
  }

  private async express(cell: Cell, code: string): Promise<Expression> {
    const part: Cell = { ...cell, code, file: freshFile(cell.count) };
    const { value, error } = await within(cell, () => this.evaluate(part));
    if (error) return { status: "error", ...error };
    return { status: "ok", data: await within(cell, () => bundle(value)), metadata: {} };
  }
}
