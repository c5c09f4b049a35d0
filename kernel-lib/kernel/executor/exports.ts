// `export` in a cell: every top-level name is shared between cells anyway, so the word is left out, in place.
import { ts } from "./typescript.js";

/** The code with `export` before declarations and whole `export { ... };` blanked, so that positions stay. */
export function withoutExports(code: string): string {
  if (!/\bexport\b/.test(code)) return code;
  let result = code;
  const blank = (start: number, end: number) => {
    result = result.slice(0, start) + result.slice(start, end).replace(/[^\n]/g, " ") + result.slice(end);
  };
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
  for (const statement of file.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const word = modifiers.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    const isDefault = modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    if (word && !isDefault) blank(word.getStart(file), word.end);
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) blank(statement.getStart(file), statement.end);
  }
  return result;
}
