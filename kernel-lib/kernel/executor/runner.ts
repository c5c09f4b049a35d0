// Runs one cell after another with tslab's executor, and reports how each ended.
import type { CellError, FromExecutor, MimeBundle, RunRequest } from "../messages.js";
import { type Cell, freshFile, remember } from "./cells.js";
import { saysNothing } from "./chapter-checks.js";
import { begin, end, within } from "./context.js";
import { bundle } from "./display.js";
import type { Globals } from "./globals.js";
import {
  check,
  forgetWait,
  interruption,
  isInterrupt,
  isReleased,
  mayBeReleased,
  release,
  releaseAll,
} from "./interrupt.js";
import { refreshLocalFiles } from "./local-files.js";
import type { Questions } from "./questions.js";
import { type Phase, slots } from "./thread.js";
import { untrackedImmediate } from "./timers.js";
import { interruptedAt, thrown } from "./traceback.js";
import { Tslab } from "./tslab.js";
import { installViews } from "./views.js";

/** How a cell ended. */
interface Outcome {
  error?: CellError;
  data?: MimeBundle;
  reached?: string[];
}

interface Running {
  readonly run: number;
  readonly cell: Cell;
  /** What the names it defines stood for before; undefined while its code does not run. */
  before: Map<string, unknown> | undefined;
  /** Ends it, whatever it waits for. */
  stop(): void;
}

export class Runner {
  readonly tslab: Tslab;
  private running: Running | undefined;
  private latest = 0;

  constructor(
    private readonly flag: Int32Array,
    private readonly globals: Globals,
    private readonly questions: Questions,
    private readonly send: (message: FromExecutor) => void,
  ) {
    this.tslab = new Tslab(send, () => this.beginCode());
    installViews(this.tslab.locals);
    this.enter(2);
  }

  async execute({ run, cell: id, count, source, compiled, shows, canAsk }: RunRequest): Promise<void> {
    const cell: Cell = { id, count, code: source, file: freshFile(count) };
    this.latest = run;
    begin(cell);
    mayBeReleased(cell);
    forgetWait();
    this.questions.begin(id, canAsk);
    remember(cell, compiled);
    const outcome = await this.untilStopped(run, cell, compiled.names, async (running) => {
      refreshLocalFiles(compiled.files);
      const { value, ...outcome } = await within(cell, () => this.evaluate(running, compiled));
      if (value === undefined || !shows) return outcome;
      return { ...outcome, ...(await this.show(cell, value)) };
    });
    const broken = this.globals.restore();
    this.enter(2);
    forgetWait();
    this.running = undefined;
    end();
    const reason = `The cell deleted or replaced the global ${broken}, which the kernel itself needs`;
    if (broken) this.send({ type: "ended", reason, interrupted: false });
    this.send({ type: "done", run, ...outcome });
  }

  /** Ends the wait of the running cell; between cells ends what earlier ones left behind. */
  interrupt(run: number | undefined, presses: number): void {
    const running = this.running;
    if (presses === 0) Atomics.compareExchange(this.flag, slots.interrupt, 1, 0);
    else if (running && running.run === run) {
      release(running.cell);
      this.tslab.interrupt();
      untrackedImmediate(() => {
        if (this.running === running) running.stop();
      });
    } else {
      releaseAll();
      // Its end was announced, or the announcement was terminated too: its end is not awaited twice.
      if (run !== undefined && run <= this.latest) this.send({ type: "done", run, error: thrown(interruption()) });
    }
  }

  /** In a turn of its own, because nothing runs after terminated code, not even the rest of its turn. */
  private untilStopped(
    run: number,
    cell: Cell,
    names: readonly string[],
    work: (running: Running) => Promise<Outcome>,
  ): Promise<Outcome> {
    return new Promise((resolve) => {
      const stop = () => {
        const error = interruptedAt(interruption(), cell);
        resolve(running.before ? { error, reached: this.reached(names, running.before) } : { error });
      };
      const running: Running = { run, cell, before: undefined, stop };
      this.running = running;
      untrackedImmediate(() => {
        if (isReleased(cell)) return;
        work(running).then(resolve, (error) => resolve({ error: thrown(error) }));
      });
    });
  }

  private async evaluate(running: Running, compiled: RunRequest["compiled"]): Promise<Outcome & { value?: unknown }> {
    const { names, result } = compiled;
    const { locals, report } = this.tslab;
    const { cell } = running;
    const before = new Map(names.filter((name) => name in locals).map((name) => [name, locals[name]]));
    running.before = before;
    let failure: { error: unknown } | undefined;
    try {
      const ok = await this.tslab.run(compiled, cell.file);
      this.globals.restore();
      if (!ok) failure = report.failure;
      // Code that the flag stopped may have been a node's: its system takes that for an error in the node and
      // continues.
      else check();
    } catch (error) {
      failure = { error };
    }
    running.before = undefined;
    if (!failure) return { value: report.value ?? this.leftover(result) };
    const { error } = failure;
    if (!isInterrupt(error)) {
      const value = saysNothing(cell.code);
      return value ? { value } : { error: thrown(error) };
    }
    return { error: interruptedAt(interruption(error), cell), reached: this.reached(names, before) };
  }

  /** The names among these that an interrupted cell had defined by then. */
  private reached(names: readonly string[], before: ReadonlyMap<string, unknown>): string[] {
    const { locals } = this.tslab;
    return names.filter((name) => name in locals && !(before.has(name) && before.get(name) === locals[name]));
  }

  /** From here on the student's code runs. */
  private beginCode(): void {
    check();
    this.enter(1);
  }

  private enter(phase: Phase): void {
    Atomics.store(this.flag, slots.phase, phase);
  }

  /** tslab omits a last value of null. */
  private leftover(result: string | undefined): unknown {
    if (result === undefined) return undefined;
    const value = this.tslab.locals[result];
    delete this.tslab.locals[result];
    return value;
  }

  private async show(cell: Cell, value: unknown): Promise<Outcome> {
    try {
      return { data: await within(cell, () => bundle(value)) };
    } catch (error) {
      return { error: thrown(error) };
    }
  }
}
