// What a cell may not contain, and what a student probably meant: sentences instead of the errors that would
// otherwise follow.
import type { Node, SourceFile } from "@tslab/typescript-for-tslab";
import type { Complaint } from "./protocol.js";
import { ts } from "./typescript.js";

const version = "cells are compiled with TypeScript 5.0";

/** What is wrong with a cell before TypeScript is asked. */
export function refusals(code: string): Complaint[] {
  return [...tslabComments(code), ...refusedSyntax(code)];
}

function refusedSyntax(code: string): Complaint[] {
  if (!/\b(?:exports|require|using|with|assert|defer)\b/.test(code)) return [];
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  return [...reservedNames(file), ...laterSyntax(code, file)];
}

/** TypeScript's complaints with advice, where there is any. */
export function withAdvice(complaints: readonly Complaint[], code: string): Complaint[] {
  const lines = code.split("\n");
  return complaints.map((complaint) => {
    const advice = complaint.file === undefined ? adviceFor(complaint, lines[complaint.start.line] ?? "") : undefined;
    return advice ? { ...complaint, message: `${complaint.message}\n${advice}` } : complaint;
  });
}

/** Comments at the top of a cell by which tslab would not run it in this session. */
function tslabComments(code: string): Complaint[] {
  if (!/@(?:module|browser)\b/.test(code)) return [];
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
  return (ts.getLeadingCommentRanges(code, 0) ?? []).flatMap(({ pos, end }) => {
    const [, tag, name] = /(?:^\/\*\*|\n)[ \t*]*@(module|browser)\b[ \t]*([\w-]*)/.exec(code.slice(pos, end)) ?? [];
    if (tag === "browser") return [between(file, pos, end, inNode)];
    return tag === "module" && name ? [between(file, pos, end, asFile(name))] : [];
  });
}

const inNode =
  "@browser does not work in this kernel, because every cell runs in Node: leave the comment out, and show something in the page by returning an object with outerHTML.";

const asFile = (name: string) =>
  `@module does not work in this kernel: save the code as ${name}.ts beside the notebook and import it from "./${name}", or leave the comment out, because all cells share their names.`;

/** The names by which cells share what they define. */
function reservedNames(file: SourceFile): Complaint[] {
  const found: Complaint[] = [];
  const visit = (node: Node, depth: number) => {
    const { name } = node as { name?: Node };
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isEnumDeclaration(node) ||
      ts.isImportClause(node) ||
      ts.isImportSpecifier(node) ||
      ts.isNamespaceImport(node);
    if (declares && name && ts.isIdentifier(name)) {
      const isReserved = name.text === "exports" || (name.text === "require" && depth === 0);
      if (isReserved) found.push(at(file, name, `The kernel itself needs the name ${name.text}: choose another one.`));
    }
    const inner = ts.isFunctionLike(node) || ts.isBlock(node) || ts.isClassLike(node) ? depth + 1 : depth;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, 0);
  return found;
}

/** Syntax of a later TypeScript, where this version fails on it. */
function laterSyntax(code: string, file: SourceFile): Complaint[] {
  const errors: { start: number }[] = (file as any).parseDiagnostics;
  if (errors.length === 0) return [];
  const forms: [pattern: RegExp, sentence: string][] = [
    [
      /\bawait[ \t]+using[ \t]+[A-Za-z_$]/g,
      `\`await using\` came with TypeScript 5.2, but ${version}: write try { ... } finally { await x[Symbol.asyncDispose]() }.`,
    ],
    [
      /(?<!await[ \t])\busing[ \t]+[A-Za-z_$][\w$]*[ \t]*[=:]/g,
      `\`using\` came with TypeScript 5.2, but ${version}: write try { ... } finally { x[Symbol.dispose]() }.`,
    ],
    [
      /\bimport[ \t]+defer[ \t]+\*/g,
      `\`import defer\` came with TypeScript 5.9, but ${version}: write \`import * as\`, or import() where it is needed.`,
    ],
    [
      /(?<=["'][ \t]*)\b(?:with|assert)[ \t]*\{/g,
      `Import attributes came with TypeScript 5.3, but ${version}: leave \`with { ... }\` out; a .json file can be imported without it.`,
    ],
  ];
  return forms.flatMap(([pattern, sentence]) =>
    [...code.matchAll(pattern)]
      .filter(({ index, 0: { length } }) => errors.some(({ start }) => start >= index! && start <= index! + length + 1))
      .map(({ index, 0: { length } }) => between(file, index!, index! + length, sentence)),
  );
}

function adviceFor({ message, code }: Complaint, line: string): string | undefined {
  const number = /(?<![\w.,])\d+,\d+(?![\w.,])/.exec(line)?.[0];
  if (number && commaCodes.has(code))
    return `${number} are two values: write ${number.replace(",", ".")} if you mean a decimal point.`;
  if (/does not exist on type 'Promise<|'Promise<.*>' is not assignable to|missing in type 'Promise</.test(message))
    return "await is missing: there is no value until the promise has been awaited.";
  return undefined;
}

/**
 * An unused left side of a comma, an octal literal such as 00, too many arguments, a declaration that should follow.
 */
const commaCodes = new Set([2695, 1121, 1085, 2554, 2555, 1134, 1123]);

function at(file: SourceFile, node: Node, message: string): Complaint {
  return between(file, node.getStart(file), node.end, message);
}

function between(file: SourceFile, start: number, end: number, message: string): Complaint {
  const place = (offset: number) => {
    const { line, character } = ts.getLineAndCharacterOfPosition(file, offset);
    return { line, column: character };
  };
  return { message, code: 1000, start: place(start), end: place(end) };
}
