// What each worker of a farm does, as far as it has said: for those who look at the farm.
import type { News } from "./jobs.js";

export interface WorkerState {
  readonly name: string;
  /** What it works at. */
  readonly doing: ReadonlySet<string>;
  readonly done: number;
  readonly failed: number;
  /** When it was heard last (ms, by this process's clock). */
  readonly heard: number;
}

interface Seen {
  doing: Map<string, string>;
  done: number;
  failed: number;
  heard: number;
}

/** A worker that says nothing for so long is gone (ms). */
export const SILENT_MS = 15_000;

export class Board {
  readonly #workers = new Map<string, Seen>();

  /** Who has been heard lately, in the order of their names. */
  get workers(): WorkerState[] {
    const now = performance.now();
    for (const [name, { heard }] of this.#workers) if (now - heard > SILENT_MS) this.#workers.delete(name);
    return [...this.#workers]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, seen]) => ({ ...seen, name, doing: new Set(seen.doing.values()) }));
  }

  /** One line for each: "lab1: seed 3 of loss 0.1 (12 done)". */
  get lines(): string[] {
    return this.workers.map(({ name, doing, done, failed }) => {
      const what = doing.size === 0 ? "waits" : [...doing].join("; ");
      return `${name}: ${what} (${done} done${failed > 0 ? `, ${failed} failed` : ""})`;
    });
  }

  /** @returns what is new, in a line */
  here(worker: string): string | undefined {
    const isNew = !this.#workers.has(worker);
    this.#seen(worker);
    return isNew ? `${worker} has come` : undefined;
  }

  hear(worker: string, { say, id = "", what = "", attempt, why }: News): string | undefined {
    const seen = this.#seen(worker);
    if (say === "here") return undefined;
    if (say === "takes") {
      seen.doing.set(id, what);
      return `${worker} does ${what}${attempt === 1 ? "" : ` (try ${attempt})`}`;
    }
    seen.doing.delete(id);
    if (say === "done") seen.done++;
    if (say === "failed") seen.failed++;
    const ends: Record<typeof say, string> = {
      done: `${worker} has done ${what}`,
      again: `${worker} has done ${what}, which was done already`,
      failed: `${worker} failed at ${what}, try ${attempt}: ${why}`,
      dropped: `${worker} stopped ${what}: it is not wanted any more`,
    };
    return ends[say];
  }

  #seen(worker: string): Seen {
    const seen = this.#workers.get(worker) ?? { doing: new Map(), done: 0, failed: 0, heard: 0 };
    seen.heard = performance.now();
    this.#workers.set(worker, seen);
    return seen;
  }
}
