import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../kernel-lib/course/command/paths.mjs";
import {
  entriesOf,
  finder,
  glossaryDisagreements,
  glossaryFaults,
  readGlossary,
  slug,
  termsListed,
  termsUsed,
} from "../../../kernel-lib/course/notebook/glossary.mjs";
import { readNotebook, source } from "../../../kernel-lib/course/notebook/notebook.mjs";

const table = (...rows: string[]) => ["| English | German | Meaning |", "|:--|:--|:--|", ...rows].join("\n");
const small = entriesOf(
  table(
    "| at-most-once | höchstens einmal | never executes twice |",
    "| node | Knoten | autonomous element |",
    "| overlay network | Overlay-Netzwerk | logical links |",
    "| process | Prozess | isolated program |",
    "| shared memory | gemeinsamer Speicher | memory of several threads |",
  ),
);

describe("the glossary's table", () => {
  test("is read row by row, without marks of emphasis, and other tables are not", () => {
    const text = `| Part | Topic |\n|--|--|\n| 0 | foundations |\n\n${table("| **node** | Knoten | element \\| part |")}\n\ntext`;
    expect(entriesOf(text)).toEqual([{ term: "node", german: "Knoten", meaning: "element | part", line: 7 }]);
  });
  test("with gaps, a term twice or out of order is refused, with the line", () => {
    expect(glossaryFaults(table("| b | B | x |", "| a | A | x |", "| b | B | y |", "| c | | x |"))).toEqual([
      'line 4, "a": stands after "b"; the terms are in alphabetical order',
      'line 5, "b": is already defined in line 3',
      'line 6, "c": English, German and meaning must all be there',
    ]);
  });
});

describe("terms in a text", () => {
  const found = (text: string, setOff = false) =>
    finder(small)
      .find(text, setOff)
      .map(({ entry }) => entry.term);
  test("are whole words, singular or plural, with hyphens or without", () => {
    expect(found("Nodes form overlay networks; at most once. Anode, nodejs, overlay")).toEqual([
      "node",
      "overlay network",
      "at-most-once",
    ]);
  });
  test("that are everyday words count where they are set off only", () => {
    expect(found("to process it")).toEqual([]);
    expect(found("processes", true)).toEqual(["process"]);
  });
  test("of a chapter come from its prose and its tables, not from code", () => {
    const text = `A **process** has \`shared memory\`.\n\n${table("| shared memories | x | y |")}\n\n\`\`\`ts\nnode\n\`\`\``;
    expect(termsUsed(text, small).map(({ term }) => term)).toEqual(["process", "shared memory"]);
    expect(termsUsed("shared `memory`", small)).toEqual([]);
  });
  test("a chapter's own are those that its tables list, or that it uses if it lists none", () => {
    const listed = (text: string) => termsListed(text, small).map(({ term }) => term);
    const used = "A *process* has shared memory.";
    expect(listed(`${used}\n\n| English | German | Meaning |\n|:--|:--|:--|\n| Process | Prozess | x |`)).toEqual([
      "process",
    ]);
    expect(listed(used)).toEqual(["process", "shared memory"]);
  });
  test("have addresses of small letters and hyphens", () => {
    expect(slug("Publish-Subscribe (B)")).toBe("publish-subscribe-b");
  });
});

test("a chapter's own table may not say anything else than the glossary", () => {
  const text = table(
    "| node | Node | autonomous element |",
    "| process | Prozess | a program |",
    "| stub | Stub | x |",
  );
  expect(glossaryDisagreements(text, small)).toEqual([
    '"node" is "Node" here and "Knoten" in the glossary',
    '"process" means "a program" here and "isolated program" in the glossary',
    '"stub" is not in the glossary',
  ]);
});

describe("the course", () => {
  const notebooks = readdirSync(join(root, "notebooks")).filter((name) => /^\d\d-.*\.ipynb$/.test(name));
  const textOf = (file: string) =>
    readNotebook(file)
      .cells.filter(({ cell_type }) => cell_type === "markdown")
      .map(source)
      .join("\n\n");

  test("defines at least 116 terms", () => {
    expect(readGlossary().length).toBeGreaterThanOrEqual(116);
    expect(new Set(readGlossary().map(({ term }) => slug(term))).size).toBe(readGlossary().length);
  });
  test.each(notebooks)("%s uses the glossary's terms as they are defined", (name) => {
    expect(glossaryDisagreements(textOf(join(root, "notebooks", name)), readGlossary())).toEqual([]);
  });
  test.each(notebooks)("%s and its exercises have no dead link", (name) => {
    const stem = name.replace(/\.ipynb$/, "");
    const exercises = join(root, "exercises", stem, name);
    const files = [join(root, "notebooks", name), ...(existsSync(exercises) ? [exercises] : [])];
    const dead = files.flatMap((file) => {
      const prose = textOf(file).replace(/```[\s\S]*?```|`[^`\n]*`/g, "");
      const links = [...prose.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].map(([, address]) => address!);
      return links.filter((address) => !/^(https?:|mailto:|attachment:|#)/.test(address) && !leads(file, address));
    });
    expect(dead).toEqual([]);
  });
  test("the glossary's terms with an address are there", () => {
    const known = new Set(readGlossary().map(({ term }) => slug(term)));
    const linked = notebooks.flatMap((name) =>
      [...textOf(join(root, "notebooks", name)).matchAll(/Glossary\.md#([\w-]+)/g)].map(([, term]) => term!),
    );
    expect(linked.filter((term) => !known.has(term))).toEqual([]);
  });
});

/**
 * Whether a link leads somewhere in the folder students have: there the contents of notebooks/ lie beside exercises/,
 * which are made from solutions/.
 */
function leads(file: string, address: string): boolean {
  const path = decodeURIComponent(address.split("#")[0]!);
  const from = file.startsWith(join(root, "exercises")) ? relative(root, dirname(file)) : "";
  const target = join(from, path);
  return (
    existsSync(join(root, "notebooks", target)) ||
    [target, target.replace(/^exercises/, "solutions")].some(
      (path) => /^(exercises|solutions)\b/.test(path) && existsSync(join(root, path)),
    )
  );
}
