// A bar that says how far long work has come: in a notebook drawn in place, in plain Node printed in quarters.
import { escapeHtml } from "./escape.js";
import type { Bundle } from "./figure.js";
import { type Screen, screen } from "./screen.js";

/** Work that counts its own steps. */
export interface Progress {
  /** One step more is done, or `steps` more. */
  advance(steps?: number): void;
}

/**
 * Hands on the items one by one and shows how many are done; each needs `items.length` or `items.size` to know of how
 * many. `for (const seed of progress(seeds, "seeds tried")) ...`
 */
export function progress<T>(items: readonly T[] | ReadonlySet<T>, label?: string): Iterable<T>;
/** Shows how many of `total` steps are done, as `advance` reports. Throws unless `total` is a number, 0 or more. */
export function progress(total: number, label?: string): Progress;
export function progress<T>(work: number | readonly T[] | ReadonlySet<T>, label = ""): Progress | Iterable<T> {
  if (typeof work === "number") return new Bar(work, label);
  const bar = new Bar("size" in work ? work.size : work.length, label);
  return each(work, bar);
}

function* each<T>(items: Iterable<T>, bar: Bar): Iterable<T> {
  for (const item of items) {
    yield item;
    bar.advance();
  }
}

class Bar implements Progress {
  private done = 0;
  private readonly id = crypto.randomUUID();
  private readonly screen: Screen | undefined = screen();

  constructor(
    private readonly total: number,
    private readonly label: string,
  ) {
    if (!(total >= 0))
      throw new RangeError(`progress(${total}) expects how many steps there are, a number of 0 or more`);
    this.screen?.display(this.bundle(), { id: this.id, update: false });
  }

  advance(steps = 1): void {
    const before = this.percent();
    this.done += steps;
    const now = this.percent();
    // Once a percent at most, so that a million steps are not a million messages.
    if (this.screen) {
      if (now !== before) this.screen.display(this.bundle(), { id: this.id, update: true });
    } else if (Math.floor(now / 25) !== Math.floor(before / 25)) console.log(this.text());
  }

  private percent(): number {
    return this.total === 0 ? 100 : Math.min(100, Math.floor((this.done / this.total) * 100));
  }

  private text(): string {
    const steps = (count: number) => count.toLocaleString("en");
    return `${this.label === "" ? "" : `${this.label}: `}${steps(this.done)} of ${steps(this.total)} (${this.percent()} %)`;
  }

  private bundle(): Bundle {
    const text = escapeHtml(this.text());
    const bar = `<progress max="100" value="${this.percent()}" aria-label="${escapeHtml(this.label || "progress")}"></progress>`;
    return { "text/html": `${bar} <span>${text}</span>`, "text/plain": this.text() };
  }
}
