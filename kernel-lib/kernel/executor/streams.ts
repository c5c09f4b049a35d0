// Text that cells print: tagged with its cell; sent at once while there is little, gathered while there is much,
// and dropped in a flood.
import { owner } from "./context.js";
import { readable } from "./stacks.js";

export type Stream = "stdout" | "stderr";
type Send = (cell: string, name: Stream, text: string) => void;

/** Characters a cell may print at once, and per ms after that. */
const burst = 400_000;
const rate = 50;
/** How much of the end of a flood is kept. */
const tail = 2_000;
/** Messages sent at once in a window of `window` ms before text is gathered. */
const prompt = 50;
const window = 50;
const gathered = 16_384;

interface Printer {
  name: Stream;
  text: string;
  allowance: number;
  refilled: number;
  dropped: Dropped | undefined;
}

interface Dropped {
  lines: number;
  characters: number;
  tail: string;
}

export class Streams {
  private readonly printers = new Map<string, Printer>();
  private opened = 0;
  private sent = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly send: Send,
    /** setTimeout as Node has it, which no interrupt clears. */
    private readonly later: typeof setTimeout,
  ) {}

  /** Prints for a cell. */
  print(cell: string, name: Stream, text: string): void {
    const printer = this.printer(cell, name);
    if (printer.name !== name) {
      this.flush(cell);
      printer.name = name;
    }
    const now = performance.now();
    printer.allowance = Math.min(burst, printer.allowance + (now - printer.refilled) * rate);
    printer.refilled = now;
    if (printer.dropped || text.length > printer.allowance) return this.drop(printer, text);
    printer.allowance -= text.length;
    printer.text += text;
    if (now - this.opened > window) {
      this.opened = now;
      this.sent = 0;
    }
    if (this.sent < prompt || printer.text.length > gathered) {
      this.sent++;
      this.release(cell, printer);
    } else this.schedule();
  }

  /** Sends a cell's pending text, and says what was dropped. */
  flush(cell: string): void {
    const printer = this.printers.get(cell);
    if (!printer) return;
    const { dropped } = printer;
    if (dropped) {
      trim(dropped);
      printer.dropped = undefined;
      printer.allowance = 0;
      const left = `${dropped.lines.toLocaleString("en")} lines (${dropped.characters.toLocaleString("en")} characters)`;
      printer.text += `\n… ${left} left out, because the cell prints faster than a page can show. The end:\n${dropped.tail}`;
    }
    this.release(cell, printer);
  }

  /** The same for all cells. */
  flushAll(): void {
    for (const cell of this.printers.keys()) this.flush(cell);
  }

  private drop(printer: Printer, text: string): void {
    printer.dropped ??= { lines: 0, characters: 0, tail: "" };
    printer.dropped.tail += text;
    if (printer.dropped.tail.length > gathered) trim(printer.dropped);
    this.schedule();
  }

  private release(cell: string, printer: Printer): void {
    if (printer.text === "") return;
    this.send(cell, printer.name, printer.text);
    printer.text = "";
  }

  private schedule(): void {
    this.timer ??= this.later(() => {
      this.timer = undefined;
      for (const [cell, printer] of this.printers) {
        const recovered = printer.allowance + (performance.now() - printer.refilled) * rate > tail * 4;
        if (!printer.dropped || recovered) this.flush(cell);
        else this.schedule();
      }
    }, window);
  }

  private printer(cell: string, name: Stream): Printer {
    let printer = this.printers.get(cell);
    if (!printer) {
      printer = { name, text: "", allowance: burst, refilled: performance.now(), dropped: undefined };
      this.printers.set(cell, printer);
    }
    return printer;
  }
}

/** Counts what does not belong to the kept end. */
function trim(dropped: Dropped): void {
  const gone = dropped.tail.slice(0, -tail);
  dropped.characters += gone.length;
  for (let at = gone.indexOf("\n"); at >= 0; at = gone.indexOf("\n", at + 1)) dropped.lines++;
  dropped.tail = dropped.tail.slice(-tail);
}

/** Sends everything written to this thread's stdout and stderr, console included, to the cell that wrote it. */
export function captureStreams(streams: Streams): void {
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new TextDecoder();
    process[name].write = ((chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => {
      const text = readable(typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
      const cell = owner();
      if (cell) streams.print(cell.id, name, text);
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof done === "function") process.nextTick(done as () => void);
      return true;
    }) as typeof process.stdout.write;
  }
}
