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

  readonly #budget = 1000 * (Number(process.env.VERTEILT_STEP_SECONDS) || BUDGET_S);

  /** @param stop is told where a step does not end, as `Cell In[7], line 3`; gives the error to throw there */
  constructor(readonly stop: (where: string) => Error) {}

  /** A step begins. */
  begin(): void {
    this.left = FIRST;
    this.#since = -1;
  }

  /** Called by the guards. @throws what `stop` gives, again and again until the next step, if this one takes too long */
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
    return { text: withGuards(part.text), file: part.position?.file ?? this.#nameOf(part) };
  }

  #nameOf(part: CodePart): string {
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
    const line = Number(row);
    const text = this.#files.get(file)?.text;
    const source = text === undefined ? undefined : sourceOf(text);
    if (source) return `${source.file}:${source.line + line}`;
    return host()?.original(file, line, Number(column) - 1) ?? `${file}, line ${line}`;
  }
}

/** How long this thread, or where that is not known this process, has computed, in ms. */
function processorTime(): number {
  const { user, system } = ((process as any).threadCpuUsage ?? process.cpuUsage).call(process);
  return (user + system) / 1000;
}
