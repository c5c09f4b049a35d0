// A figure: Plotly's data and layout, and the same in words. As a cell's last expression it draws itself.
import { CONFIG } from "./theme.js";

/** MIME types and what to show for each; a front end picks the richest it knows. */
export type Bundle = Record<string, unknown>;

/** A Plotly figure (`data`, `layout`) that draws itself in a notebook. */
export interface Figure {
  readonly data: unknown[];
  readonly layout: object;
}

/** A figure that can also be had without scripts. */
export interface Picture extends Figure {
  /**
   * The same as one self-contained `<svg>` in the colours of the page around it: for pages, papers and slides of one's
   * own, as in `writeFileSync("run.svg", spaceTime(run).svg())`.
   */
  svg(): string;
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

/** The same as a `Picture`; `svg` is asked only when somebody wants it. */
export function picture(data: unknown[], layout: object, text: string, svg: () => string): Picture {
  return Object.defineProperty(figure(data, layout, text), "svg", { value: svg }) as Picture;
}

/** What a figure shows in a notebook. */
export function bundleOf(drawn: Figure): Bundle {
  return (drawn as unknown as Record<symbol, () => Bundle>)[Symbol.for("Jupyter.display")]!();
}
