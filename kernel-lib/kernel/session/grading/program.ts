// Makes a program of a recorded test cell: what it needs of the cells before it, by name, and the cell itself. Types are dropped unchecked.
import { parse } from "acorn";
import { analyze } from "eslint-scope";
import type { RecordedTest } from "./record.js";

export interface Program {
  /** As `RecordedJob.program` has it. */
  readonly text: string;
  /** What it takes from the student's notebook. */
  readonly names: readonly string[];
}

interface Statement {
  readonly text: string;
  readonly declares: readonly string[];
  readonly uses: readonly string[];
}

/** @throws SyntaxError where a cell is none that TypeScript understands */
export function programOf({ given, tests }: RecordedTest): Program {
  const test = testCell(tests);
  const answers = answersOf(test);
  const needed = new Set(freeNames(test));
  const cells: string[] = [];
  for (const cell of given.toReversed()) {
    const kept = slice(statementsOf(javascript(cell)), needed);
    if (kept.length > 0) cells.unshift(kept.map(({ text }) => text).join("\n"));
  }
  // A name that every program has means the student's only where it stands for an answer.
  const names = [...needed]
    .filter((name) => answers.has(name) || !(name in globalThis))
    .filter((name) => !own.has(name));
  const nested = [...cells, test].reduceRight((inner, cell) => `{\n${cell}\n${inner}}\n`, "");
  return { text: `(async (require, __hidden, { ${names.join(", ")} }) => {\n${nested}})`, names };
}

const own = new Set(["require", "__hidden", "undefined", "arguments"]);

/** The statements that declare what is needed, and from then on what these need; what they declare is no longer needed of others. */
function slice(statements: readonly Statement[], needed: Set<string>): Statement[] {
  const kept = new Set<Statement>();
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    for (const statement of statements) {
      if (kept.has(statement) || !statement.declares.some((name) => needed.has(name))) continue;
      kept.add(statement);
      for (const name of statement.uses) needed.add(name);
    }
  }
  for (const { declares } of kept) for (const name of declares) needed.delete(name);
  return statements.filter((statement) => kept.has(statement));
}

/** Hidden tests stand between comments, as nbgrader has it. Where no statement can stand in a comment's place, all tests are hidden. */
function testCell(code: string): string {
  const mark = (text: string, word: string, on: boolean) =>
    text.replace(new RegExp(`^[ \\t]*//.*${word} HIDDEN TESTS.*$`, "gm"), `__hidden(${on});`);
  try {
    return javascript(mark(mark(code, "BEGIN", true), "END", false));
  } catch {
    return javascript(`__hidden(true);\n${code}`);
  }
}

/** Without types, and with `require` in the place of imports. */
function javascript(code: string): string {
  // Loaded at the first test cell: most notebooks have none.
  const { ts }: typeof import("../../compiler/typescript.js") = require("../../compiler/typescript.js");
  const { outputText, diagnostics } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      removeComments: false,
    },
  });
  const [mistake] = diagnostics ?? [];
  if (mistake) throw new SyntaxError(ts.flattenDiagnosticMessageText(mistake.messageText, "\n"));
  let text = "";
  let at = 0;
  for (const node of parsed(outputText)) {
    const replaced = replacement(node, outputText);
    if (replaced === undefined) continue;
    text += outputText.slice(at, node.start) + replaced;
    at = node.end;
  }
  return text + outputText.slice(at);
}

function replacement(node: any, code: string): string | undefined {
  if (node.type === "ExportNamedDeclaration")
    return node.declaration ? code.slice(node.declaration.start, node.declaration.end) : "";
  if (node.type !== "ImportDeclaration") return undefined;
  const from = `require(${node.source.raw})`;
  const parts = node.specifiers.map((specifier: any) => {
    const { name } = specifier.local;
    if (specifier.type === "ImportNamespaceSpecifier") return `const ${name} = ${from};`;
    if (specifier.type === "ImportDefaultSpecifier")
      return `const ${name} = ${from}.__esModule ? ${from}.default : ${from};`;
    return `const { ${specifier.imported.name ?? specifier.imported.raw}: ${name} } = ${from};`;
  });
  return parts.join(" ");
}

function parsed(code: string): any[] {
  return (parse(code, options) as any).body;
}

const options = {
  ecmaVersion: "latest",
  sourceType: "module",
  ranges: true,
  allowAwaitOutsideFunction: true,
} as const;

function statementsOf(code: string): Statement[] {
  const found: { text: string; start: number; declares: string[]; uses: string[] }[] = [];
  for (const node of parsed(code)) {
    const text = code.slice(node.start, node.end);
    found.push({ text, start: node.start, declares: declared(node), uses: freeNames(text) });
  }
  return found.filter(({ declares }) => declares.length > 0);
}

function declared(node: any): string[] {
  if (/^(Function|Class)Declaration$/.test(node.type)) return [node.id.name];
  if (node.type !== "VariableDeclaration") return enumName(node);
  const names: string[] = [];
  const scopes = analyze(
    { type: "Program", sourceType: "module", body: [node], range: [node.start, node.end] } as any,
    {
      ecmaVersion: 2022,
      sourceType: "module",
    },
  );
  for (const scope of scopes.scopes.slice(0, 2)) for (const { name } of scope.variables) names.push(name);
  return names;
}

/** TypeScript compiles an enum to a variable and a call that fills it. */
function enumName(node: any): string[] {
  const [argument] = node.expression?.arguments ?? [];
  const isFilling = node.expression?.callee?.type === "FunctionExpression" && argument?.type === "LogicalExpression";
  return isFilling && argument.left.type === "Identifier" ? [argument.left.name] : [];
}

function freeNames(code: string): string[] {
  const program = parse(code, options);
  const scopes = analyze(program as any, { ecmaVersion: 2022, sourceType: "module", ignoreEval: true });
  return [...new Set(scopes.globalScope!.through.map(({ identifier }) => identifier.name))];
}

/** The names that stand for answers in the call of `grade`. */
function answersOf(code: string): Set<string> {
  const names = new Set<string>();
  for (const { expression } of parsed(code)) {
    const call = expression?.type === "AwaitExpression" ? expression.argument : expression;
    if (call?.type !== "CallExpression" || call.callee.name !== "grade") continue;
    for (const { value } of call.arguments[1]?.properties ?? [])
      if (value?.type === "Identifier") names.add(value.name);
  }
  return names;
}
