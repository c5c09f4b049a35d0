// Ends a step that does not end by itself: a loop, or a chain of promises that never waits. Code is evaluated with a
// guard at every loop head and function entry, and a step has a budget of processor time, so that a busy machine ends
// nothing. What packages compute is not guarded: their code is not evaluated here.
import { host } from "../host.js";
import { withGuards } from "../ship/guarded-text.js";
import type { CodePart } from "../ship/shipment.js";
import { sourceOf } from "../ship/source-of.js";
import type { CodeGuard } from "../ship/unship.js";

/** Processor time (s) that a step may take, unless VERTEILT_STEP_SECONDS says otherwise. */
const BUDGET_S = 2;
/** Guards passed before the first look at the time, and at most before the next. */
const FIRST = 1000;
const MOST = 1_000_000;
/** Processor time (ms) between two looks. */
const LOOK_MS = 5;

/** Kept, because code that is judged is shown another `process`. A page has none: there, time is what passes. */
const node: any = (globalThis as any).process;
const usage: (() => { user: number; system: number }) | undefined = (node?.threadCpuUsage ?? node?.cpuUsage)?.bind(
  node,
);

export class StepGuard implements CodeGuard {
  /** Guards still to be passed before the next look. */
  left = FIRST;
  #interval = FIRST;
  /** Processor time at the first look of this step, and at the last; negative before the first. */
  #since = -1;
  #last = -1;
  #stopped: Error | undefined;
  /** Which code has which name in stack traces. */
  readonly #files = new Map<string, CodePart>();
  readonly #sources = new Map<string, ReturnType<typeof sourceOf>>();

  readonly #budget = 1000 * (Number(node?.env.VERTEILT_STEP_SECONDS) || BUDGET_S);

  /** @param stop is told where a step does not end, as `Cell In[7], line 3`; gives the error to throw there */
  constructor(readonly stop: (where: string) => Error) {}

  /** A step begins. */
  begin(): void {
    this.left = FIRST;
    this.#since = -1;
  }

  /**
   * Called by the guards. @throws what `stop` gives, again and again until the next step, if this one takes too long
   */
  look(): void {
    const now = processorTime();
    if (this.#since < 0) {
      this.#since = now;
      this.#interval = FIRST;
      this.#stopped = undefined;
    } else if (now - this.#since > this.#budget) {
      this.#stopped ??= this.stop(this.#place(new Error().stack ?? ""));
      throw this.#stopped;
    } else if (now - this.#last < LOOK_MS) this.#interval = Math.min(2 * this.#interval, MOST);
    else this.#interval = Math.ceil(this.#interval / 2);
    this.#last = now;
    this.left = this.#interval;
  }

  guarded(part: CodePart): { text: string; file: string } {
    return { text: withGuards(part.text), file: this.fileOf(part) };
  }

  /** The name that stack traces show for this code. */
  protected fileOf(part: CodePart): string {
    if (part.position) return part.position.file;
    const [, name = "shipped code"] = /^(?:async )?((?:class|function)\*? [\w$]+)/.exec(part.text) ?? [];
    for (let i = 1; ; i++) {
      const file = i === 1 ? name : `${name} (${i})`;
      const known = this.#files.get(file);
      if (!known) this.#files.set(file, part);
      if (!known || known.text === part.text) return file;
    }
  }

  /** Where the guard stands that has called. */
  #place(stack: string): string {
    const frame = stack.split(/\n\s+at /)[2] ?? "";
    const [, file = "", row = "", column = ""] = /(?:^|\(|^async )([^()]+):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    return this.placeOf(file, Number(row), Number(column) - 1);
  }

  /** As a reader finds it: `Cell In[7], line 3`, or `/home/me/office.cjs:3`. */
  protected placeOf(file: string, line: number, column: number): string {
    const text = this.#files.get(file)?.text;
    if (text !== undefined && !this.#sources.has(text)) this.#sources.set(text, sourceOf(text));
    const source = this.#sources.get(text ?? "");
    if (source) return `${source.file}:${source.line + line}`;
    return host()?.original(file, line, column) ?? `${file}, line ${line}`;
  }
}

/** How long this thread, or where that is not known this process, has computed, in ms. */
function processorTime(): number {
  if (!usage) return performance.now();
  const { user, system } = usage();
  return (user + system) / 1000;
}
