// The fonts of slides, handouts and book, as static files: Chromium prints variable fonts as Type 3, letters drawn one by
// one, which look rough in many viewers and on many printers.

/** @typedef {{ family: string, package: string, weight: 400 | 600, slope: "normal" | "italic", subset: "latin" | "latin-ext" }} Face */

/** Characters beyond Latin 1, for names of people; those of "latin" need no range, because each other range comes later. */
const LATIN_EXT = "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F";

/** @type {readonly Face[]} */
const FACES = [
  sans(400, "normal"),
  sans(400, "italic"),
  sans(600, "normal"),
  sans(600, "italic"),
  sans(400, "normal", "latin-ext"),
  { family: "Source Code Pro", package: "@fontsource/source-code-pro", weight: 400, slope: "normal", subset: "latin" },
  { family: "Source Code Pro", package: "@fontsource/source-code-pro", weight: 600, slope: "normal", subset: "latin" },
];

/**
 * @param {Face["weight"]} weight
 * @param {Face["slope"]} slope
 * @param {Face["subset"]} [subset]
 * @returns {Face}
 */
function sans(weight, slope, subset = "latin") {
  return { family: "Source Sans 3", package: "@fontsource/source-sans-3", weight, slope, subset };
}

/** The files of the fonts, in their npm packages. */
export const FONT_FILES = FACES.map((face) => ({ package: face.package, file: fileOf(face) }));

/**
 * The `@font-face` rules.
 * @param {(npmPackage: string, file: string) => string} address what to write into `url(...)`
 */
export function fontFaces(address) {
  return FACES.map((face) => {
    const range = face.subset === "latin-ext" ? ` unicode-range: ${LATIN_EXT};` : "";
    return `@font-face { font-family: "${face.family}"; font-style: ${face.slope}; font-weight: ${face.weight}; font-display: swap;${range} src: url(${address(face.package, fileOf(face))}) format("woff2"); }`;
  }).join("\n");
}

/** @param {Face} face */
function fileOf({ package: name, subset, weight, slope }) {
  return `files/${name.replace(/^.*\//, "")}-${subset}-${weight}-${slope}.woff2`;
}
