// A line that shows the progress of work of unknown length: in a notebook drawn in place; plain Node shows nothing.
import { escapeHtml } from "./escape.js";
import { screen } from "./screen.js";

/** Work under way. */
export interface Activity {
  /** What there is to say now, in the place of what was said before. */
  say(text: string): void;
  /** The last word. */
  end(text: string): void;
}

/** A line under the running cell; undefined if there is no screen. */
export function activity(): Activity | undefined {
  const shown = screen();
  if (!shown) return undefined;
  const id = crypto.randomUUID();
  let update = false;
  const display = (text: string, bar: string) => {
    shown.display({ "text/html": `${bar}<span>${escapeHtml(text)}</span>`, "text/plain": text }, { id, update });
    update = true;
  };
  return {
    say: (text) => display(text, `<progress aria-label="under way"></progress> `),
    end: (text) => display(text, ""),
  };
}
