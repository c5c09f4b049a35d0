// Names that look like another's. Unicode has many letters for one shape; the list of UTS #39 is long, and a class needs
// those that one can type without searching: Cyrillic and Greek letters, digits, capitals, full-width forms.

const SHAPES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "aаα",
    "bв",
    "cс",
    "eеё",
    "hнһ",
    "iіι",
    "jј",
    "kкκ",
    "l1i|ӏ",
    "mм",
    "nη",
    "o0оοσ",
    "pрρ",
    "sѕ",
    "tтτ",
    "uυ",
    "vνѵ",
    "wԝ",
    "xхχ",
    "yуγ",
  ].flatMap(([shape = "", ...others]) => others.map((other) => [other, shape])),
);
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** The same for names that a reader may take for each other. */
export function shapeOf(name: string): string {
  const plain = name
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}_-]/gu, "");
  return Array.from(plain, (letter) => SHAPES[letter] ?? letter).join("");
}

/** Whether a name mixes alphabets that have letters of one shape. */
export function mixesScripts(name: string): boolean {
  return SCRIPTS.filter((script) => script.test(name)).length > 1;
}
