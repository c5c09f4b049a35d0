// What each worker of a farm does, as far as it has said, and how far each campaign is: for those who look at the farm.
import type { News, Progress } from "./jobs.js";

export interface WorkerState {
  readonly name: string;
  /** What it works at. */
  readonly doing: readonly Doing[];
  readonly done: number;
  readonly failed: number;
  /** When it was heard last (ms, by this process's clock). */
  readonly heard: number;
}

interface Doing {
  readonly campaign: string | undefined;
  readonly what: string;
  readonly attempt: number;
  /** When it was taken (ms, by this process's clock). */
  readonly since: number;
}

interface Seen {
  doing: Map<string, Doing>;
  done: number;
  failed: number;
  heard: number;
}

/** A worker or a campaign that says nothing for so long is gone (ms). */
export const SILENT_MS = 15_000;
/** More than this nobody reads, and a worker may invent others. */
const MOST_WORKERS = 1000;
const MOST_DOING = 64;

export class Board {
  readonly #workers = new Map<string, Seen>();
  readonly #campaigns = new Map<string, Progress & { readonly heard: number }>();

  /** Who has been heard lately, in the order of their names. */
  get workers(): WorkerState[] {
    forget(this.#workers);
    return [...this.#workers]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, seen]) => ({ ...seen, name, doing: [...seen.doing.values()] }));
  }

  /**
   * A line for each campaign and each worker: "sweep: 12 of 40 done, 2 being done, 26 wait", "lab1: seed 3 of loss 0.1,
   * 12 s (12 done)".
   */
  get lines(): string[] {
    const now = performance.now();
    const { workers } = this;
    forget(this.#campaigns);
    const campaigns = [...this.#campaigns].map(([id, { asked, done, all }]) => {
      const taken = workers.flatMap(({ doing }) => doing).filter(({ campaign }) => campaign === id).length;
      const doing = Math.min(taken, all - done);
      return `${asked}: ${done} of ${all} done, ${doing} being done, ${all - done - doing} wait`;
    });
    const each = workers.map(({ name, doing, done, failed }) => {
      const what = doing.length === 0 ? "waits" : doing.map((one) => doingWords(one, now)).join("; ");
      return `${name}: ${what} (${done} done${failed > 0 ? `, ${failed} failed` : ""})`;
    });
    return [...campaigns, ...(each.length > 0 ? each : ["no worker is here"])];
  }

  /** @returns what is new, in a line */
  here(worker: string): string | undefined {
    const isNew = !this.#workers.has(worker);
    this.#seen(worker);
    return isNew ? `${worker} has come` : undefined;
  }

  /** @returns who has gone without a word, in lines */
  gone(): string[] {
    return forget(this.#workers).map((name) => `${name} has gone`);
  }

  progress(campaign: string, progress: Progress): void {
    if (progress.isOver) this.#campaigns.delete(campaign);
    else this.#campaigns.set(campaign, { ...progress, heard: performance.now() });
  }

  hear(worker: string, { say, campaign, id = "", what = "", attempt = 1, why }: News): string | undefined {
    if (say === "leaves") {
      this.#workers.delete(worker);
      return `${worker} has left${why === undefined ? "" : `: ${why}`}`;
    }
    const seen = this.#seen(worker);
    if (say === "here") return undefined;
    if (say === "takes") {
      if (seen.doing.size < MOST_DOING) seen.doing.set(id, { campaign, what, attempt, since: performance.now() });
      return `${worker} does ${what}${tryWords(attempt)}`;
    }
    seen.doing.delete(id);
    if (say === "done") seen.done++;
    if (say === "failed") seen.failed++;
    const ends: Record<typeof say, string> = {
      done: `${worker} has done ${what}`,
      again: `${worker} has done ${what}, which was done already`,
      failed: `${worker} failed at ${what}, try ${attempt}: ${why}`,
      dropped: `${worker} stopped ${what}: it is not wanted any more`,
      returns: `${worker} gave ${what} back`,
    };
    return ends[say];
  }

  #seen(worker: string): Seen {
    const seen = this.#workers.get(worker) ?? { doing: new Map(), done: 0, failed: 0, heard: 0 };
    seen.heard = performance.now();
    if (this.#workers.size < MOST_WORKERS) this.#workers.set(worker, seen);
    return seen;
  }
}

function doingWords({ what, attempt, since }: Doing, now: number): string {
  return `${what}${attempt === 1 ? "" : `, try ${attempt}`}, ${durationWords(now - since)}`;
}

function tryWords(attempt: number): string {
  return attempt === 1 ? "" : ` (try ${attempt})`;
}

/** "12 s", "3 min 5 s", "2 h 10 min" */
function durationWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
}

/** Takes out what has been silent for too long. @returns its keys */
function forget(all: Map<string, { readonly heard: number }>): string[] {
  const silent = [...all].filter(([, { heard }]) => performance.now() - heard > SILENT_MS).map(([key]) => key);
  for (const key of silent) all.delete(key);
  return silent;
}
