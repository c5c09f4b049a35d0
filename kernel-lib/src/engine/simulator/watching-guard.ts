// A guard that also knows where handlers wait, and what their variables are there: for a reader who steps through a
// run.
import type { HandlerWait } from "../../node/handler-wait.js";
import { stateOf } from "../../node/state.js";
import { withWaits } from "../ship/guarded-text.js";
import type { CodePart } from "../ship/shipment.js";
import { StepGuard } from "./step-guard.js";

/** An `await` in code that was evaluated. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly names: readonly string[];
}

interface Wait {
  /** Of its place. */
  readonly number: number;
  readonly read: (name: string) => unknown;
}

export class WatchingGuard extends StepGuard {
  readonly #places: Place[] = [];
  readonly #waits = new WeakMap<object, Set<Wait>>();

  /** @param current whose handler runs now: `waitsOf` is asked about the same */
  constructor(
    stop: (where: string) => Error,
    readonly current: () => object | undefined,
  ) {
    super(stop);
  }

  override guarded(part: CodePart): { text: string; file: string } {
    const file = this.fileOf(part);
    const text = withWaits(part.text, ({ at, names }) => {
      const before = part.text.slice(0, at).split("\n");
      const line = (part.position?.line ?? 0) + before.length;
      const column = before.at(-1)!.length + (before.length === 1 ? (part.position?.column ?? 0) : 0);
      return this.#places.push({ file, line, column, names }) - 1;
    });
    return { text, file };
  }

  /** Called by watched code with what it is about to await. */
  waits<T>(awaited: T, number: number, read: (name: string) => unknown): T {
    const current = this.current();
    if (!current) return awaited;
    const wait = { number, read };
    const waits = this.#waits.get(current) ?? new Set();
    this.#waits.set(current, waits.add(wait));
    // Registered before the code's own, so that the wait is over when it resumes; and nothing else runs later for it.
    const over = () => void waits.delete(wait);
    Promise.resolve(awaited).then(over, over);
    return awaited;
  }

  /** Where the handlers of `current` wait, and the functions they wait for: in the order of their lines. */
  waitsOf(current: object): HandlerWait[] {
    const waits = [...(this.#waits.get(current) ?? [])].sort((a, b) => a.number - b.number);
    return waits.map(({ number, read }) => {
      const { file, line, column, names } = this.#places[number]!;
      return { place: this.placeOf(file, line, column), locals: localsOf(names, read) };
    });
  }
}

function localsOf(names: readonly string[], read: (name: string) => unknown): Record<string, unknown> {
  const locals: Record<string, unknown> = {};
  for (const name of names) {
    try {
      const value = read(name);
      if (value !== undefined && typeof value !== "function") locals[name] = value;
    } catch {
      // Declared further down: it has no value yet.
    }
  }
  return stateOf(locals, {});
}
