// What a cell may contain although tslab cannot compile it: `export` before what is shared anyway, and
// `declare global`. Both are blanked, so that positions stay the same.
import { ts } from "./typescript.js";

export interface Stripped {
  code: string;
  /** The blocks of `declare global`, which belong to the declarations that all cells share. */
  globals: string;
  /** The names of `import name = A.B`, which tslab compiles to `exports.A.exports.B`. */
  aliases: Set<string>;
}

export function stripExports(code: string): Stripped {
  const found: Stripped = { code, globals: "", aliases: new Set() };
  if (!/\bexport\b|\bglobal\b|\bimport\s[^"'`;]*=/.test(code)) return found;
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
  const blank = (start: number, end: number) => {
    const { code } = found;
    found.code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, " ") + code.slice(end);
  };
  for (const statement of file.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const word = modifiers.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    const isDefault = modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    if (word && !isDefault) blank(word.getStart(file), word.end);
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) blank(statement.getStart(file), statement.end);
    if (ts.isImportEqualsDeclaration(statement)) found.aliases.add(statement.name.text);
    if (ts.isModuleDeclaration(statement) && statement.flags & ts.NodeFlags.GlobalAugmentation) {
      found.globals += `${statement.getText(file)}\n`;
      blank(statement.getStart(file), statement.end);
    }
  }
  return found;
}
