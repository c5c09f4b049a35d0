// How far work on a farm is, said where it was asked for. What shows it in a notebook is given by `api/`.
import type { Board } from "../farm/board.js";

/** A line that is drawn anew. */
interface Line {
  say(text: string): void;
  end(text: string): void;
}

let lineOf: () => Line | undefined = () => undefined;

export function showFarmProgressOn(line: typeof lineOf): void {
  lineOf = line;
}

/** The parts of a campaign that are read. */
interface Watched {
  readonly progress: { readonly done: number; readonly all: number };
  readonly board: Board;
}

/** What takes longer (ms) says how far it is, as often as this. */
const LONG_MS = 2000;
const OFTEN_MS = 1000;
/** So many workers are named. */
const FEW = 3;

export class FarmProgress {
  readonly #begun = performance.now();
  readonly #timer: NodeJS.Timeout;
  #line: Line | undefined;

  constructor(readonly campaign: Watched) {
    this.#timer = setInterval(() => this.#say(), OFTEN_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    const { done, all } = this.campaign.progress;
    this.#line?.end(`${done} of ${all} done on the farm`);
  }

  #say(): void {
    if (performance.now() - this.#begun < LONG_MS) return;
    this.#line ??= lineOf();
    this.#line?.say(progressWords(this.campaign));
  }
}

/** "3 of 12 done on the farm; lab1 and lab2 are at it" */
export function progressWords({ progress: { done, all }, board }: Watched): string {
  const busy = board.workers.filter(({ doing }) => doing.length > 0).map(({ name }) => name);
  const named = busy.length > FEW ? [...busy.slice(0, FEW), `${busy.length - FEW} more`] : busy;
  const who = new Intl.ListFormat("en").format(named);
  const at = busy.length === 0 ? "no worker is at it" : `${who} ${busy.length === 1 ? "is" : "are"} at it`;
  return `${done} of ${all} done on the farm; ${at}`;
}
