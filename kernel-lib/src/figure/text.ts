// How wide texts are, before anything has drawn them.

/** Text in lines of at most so many pixels in letters of this size. A word that is longer than a line is broken. */
export function wrap(text: string, pixels: number, size: number): string[] {
  const fits = (line: string) => textWidth(line, size) <= pixels;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (fits(line === "" ? word : `${line} ${word}`)) {
      line = line === "" ? word : `${line} ${word}`;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const character of word) {
      if (line !== "" && !fits(line + character)) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
  }
  return [...lines, line];
}

/**
 * The first line of a title. One that does not fit is broken where a remark begins or ends, such as before
 * "(a and b differ)", or else between words.
 */
export function titleLine(title: string, pixels: number, size: number): string {
  const [line] = wrap(title, pixels, size);
  const parts = [...title.matchAll(/\),(?= )|(?= \()/g)].map(({ index, 0: end }) => title.slice(0, index + end.length));
  return line === title ? title : (parts.findLast((part) => textWidth(part, size) <= pixels) ?? line!);
}

/** Letters by their widths in ems, of a wide typeface: what fits with it fits with others. */
const WIDTHS: readonly (readonly [letters: RegExp, ems: number])[] = [
  [/[mwMW@%→]/, 1],
  [/[ijlI'|.,:; ]/, 0.34],
  [/[ftr()[\]!-]/, 0.42],
  [/[csz]/, 0.56],
  [/[a-z0-9"{}_\\/]/, 0.65],
  [/[A-LN-VX-Z]/, 0.74],
  [/[<>=+]/, 0.84],
];

/** Pixels that names take to the left of a diagram, as labels of its axis. */
export function namesWidth(names: readonly string[]): number {
  return Math.max(24, ...names.map((name) => textWidth(name, 12) + 14));
}

/** Pixels that a text takes in letters of this size: rather too many than too few. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += WIDTHS.find(([letters]) => letters.test(character))?.[1] ?? 1;
  return ems * size;
}
