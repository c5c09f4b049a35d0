// The names that a cell declares at its outermost level.

const declaration = /^(?:export |abstract |async )*(?:class|function\*?|const|let|var|enum) +([\p{ID_Continue}$]+)/gmu;

/** @param {string} code */
export const declared = (code) => [...code.matchAll(declaration)].map((match) => match[1] ?? "");
