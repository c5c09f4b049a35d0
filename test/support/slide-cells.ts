// Cells of a small notebook, as tests of slides write them.
export interface Given {
  cell_type: string;
  slide_type: string;
  source: string;
  tags?: string[];
  /** The course's own metadata. */
  verteilt?: object;
}

export const markdown = (slide_type: string, source: string): Given => ({ cell_type: "markdown", slide_type, source });
export const code = (slide_type: string, source: string): Given => ({ cell_type: "code", slide_type, source });
/** Code that slides do not show, only what it gives. */
export const hidden = (slide_type: string, source: string): Given => ({
  ...code(slide_type, source),
  tags: ["hide-input"],
});

/** The text of a notebook file. */
export function notebookOf(given: readonly Given[]): string {
  const cells = given.map(({ cell_type, slide_type, source, tags = [], verteilt }, i) => ({
    ...{ id: `c${i}`, cell_type, source, metadata: { slideshow: { slide_type }, tags, ...(verteilt && { verteilt }) } },
    ...(cell_type === "code" && { outputs: [], execution_count: null }),
  }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
}
