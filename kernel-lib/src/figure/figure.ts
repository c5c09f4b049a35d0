// A figure: Plotly's data and layout, and the same in words. As a cell's last expression it draws itself.
import { CONFIG } from "./theme.js";

/** MIME types and what to show for each; a front end picks the richest it knows. */
export type Bundle = Record<string, unknown>;

/** A Plotly figure (`data`, `layout`) that draws itself in a notebook. */
export interface Figure {
  readonly data: unknown[];
  readonly layout: object;
}

/** A figure, with `text` as what a screen reader reads in its place. */
export function figure(data: unknown[], layout: object, text: string): Figure {
  return Object.defineProperty({ data, layout }, Symbol.for("Jupyter.display"), {
    value: (): Bundle => ({
      "application/vnd.plotly.v1+json": { data, layout, config: CONFIG },
      "text/plain": text,
    }),
  });
}

/** What a figure shows in a notebook. */
export function bundleOf(drawn: Figure): Bundle {
  return (drawn as unknown as Record<symbol, () => Bundle>)[Symbol.for("Jupyter.display")]!();
}
