// Answers that show what an exercise's tests are worth: test/wrong/NN-name/E1.2-what-it-is.ts must lose points at the
// hidden test that its first line names, test/right/NN-name/E1.2-what-it-is.ts earns all. Each stands in place of the
// answer E1_2.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { source as textOf } from "../../course/notebook/notebook.mjs";
import { kindOf } from "./kind.mjs";
import { testsOf } from "./tests-of.mjs";

/**
 * @typedef {object} Variant
 * @property {"wrong" | "right"} kind
 * @property {string} assignment
 * @property {string} name E1.2-what-it-is
 * @property {string} exercise E1.2
 * @property {string} cell the grade_id of the answer: E1_2
 * @property {string} content
 * @property {string} [loses] the sentence of the hidden test that a wrong one fails
 */

/**
 * Every variant of these exercises, in the order of their names.
 * @param {string} tests the path of test/
 * @param {readonly import("./sources.mjs").Source[]} sources
 * @returns {Variant[]}
 */
export function readVariants(tests, sources) {
  return sources.flatMap(({ name: assignment }) =>
    /** @type {const} */ (["wrong", "right"]).flatMap((kind) =>
      filesIn(join(tests, kind, assignment)).map((file) => {
        const name = basename(file, ".ts");
        const exercise = name.split("-")[0] ?? name;
        const content = readFileSync(join(tests, kind, assignment, file), "utf8");
        const loses =
          kind === "wrong" ? /^\/\/ loses: (.+?)\s*$/m.exec(content.split("\n", 1)[0] ?? "")?.[1] : undefined;
        return { kind, assignment, name, exercise, cell: exercise.replace(".", "_"), content, loses };
      }),
    ),
  );
}

/**
 * Every mistake in them, each a sentence with what fixes it.
 * @param {string} tests the path of test/
 * @param {readonly import("./sources.mjs").Source[]} sources
 * @returns {string[]}
 */
export function checkVariants(tests, sources) {
  const variants = readVariants(tests, sources);
  const known = new Set(sources.map(({ name }) => name));
  const strangers = /** @type {const} */ (["wrong", "right"]).flatMap((kind) =>
    foldersIn(join(tests, kind))
      .filter((name) => !known.has(name))
      .map((name) => `test/${kind}/${name}: there is no solutions/${name}: rename the folder, or remove it.`),
  );
  return [...strangers, ...sources.flatMap((source) => checkAssignment(source, variants))];
}

/**
 * @param {import("./sources.mjs").Source} source
 * @param {readonly Variant[]} variants
 */
function checkAssignment({ name, notebook }, variants) {
  const cells = notebook.cells.filter((cell) => kindOf(cell) === "test").map((cell) => testsOf(textOf(cell)));
  const ids = cells.map(({ id }) => id);
  const own = variants.filter(({ assignment }) => assignment === name);
  const problems = own.flatMap((variant) => {
    const file = `test/${variant.kind}/${name}/${variant.name}.ts`;
    const tests = cells.find(({ id }) => id === variant.exercise);
    if (!tests)
      return [
        `${file}: there is no exercise ${variant.exercise} in ${name}: begin its name with one of ${ids.join(", ")}.`,
      ];
    if (variant.kind === "right" || tests.hidden.includes(variant.loses ?? "")) return [];
    const list = tests.hidden.map((sentence) => `\n      // loses: ${sentence}`).join("");
    return [
      variant.loses === undefined
        ? `${file}: its first line must name the hidden test that it fails, one of:${list}`
        : `${file}: no hidden test of ${variant.exercise} is called ${JSON.stringify(variant.loses)}: make the first line one of:${list}`,
    ];
  });
  const missing = ids.flatMap((id) =>
    /** @type {const} */ (["wrong", "right"])
      .filter((kind) => !own.some((variant) => variant.kind === kind && variant.exercise === id))
      .map((kind) =>
        kind === "wrong"
          ? `test/wrong/${name}/: ${id} has no wrong solution: add ${id}-what-is-wrong.ts, which must lose points.`
          : `test/right/${name}/: ${id} has no second right solution: add ${id}-another-way.ts, built differently.`,
      ),
  );
  return [...problems, ...missing];
}

/** @param {string} folder */
function filesIn(folder) {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".ts"))
        .sort()
    : [];
}

/** @param {string} folder */
function foldersIn(folder) {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => !name.startsWith("."))
        .sort()
    : [];
}
