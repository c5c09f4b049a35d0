// What a row of the coverage tables says: a heading of one of the course's two sources, and the cells that cover it.

/** A cell, as chapter and id: "6/steps-run". */
export type CellName = `${number}/${string}`;

/** Where the heading stands in its source, the heading, and each cell with what it must mention. */
export type Row = readonly [section: string, heading: string, cells: Readonly<Record<CellName, RegExp>>];
