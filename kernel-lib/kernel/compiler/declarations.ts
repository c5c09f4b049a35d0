// What earlier cells declared, as TypeScript text. tslab keeps it too, but forgets namespaces and aliases after one
// cell, and all of a cell that was interrupted; so it is kept here and handed to tslab's converter.
import { namesOf } from "./names.js";
import { ts } from "./typescript.js";

interface Declaration {
  names: string[];
  text: string;
  /** tslab leaves it out of what the next cell knows. */
  isForgotten: boolean;
  /** A cell reaches a value as it runs; types exist at once, and imports come before everything else. */
  isValue: boolean;
}

/** The declarations after a cell ran; `after` is what tslab makes of them, `own` the names that the cell declares. */
export function withForgotten(before: string, after: string, own: readonly string[]): string {
  if (!/\b(?:namespace|global|import [\w$]+ =)/.test(before)) return after;
  const lost = split(before).filter(
    ({ isForgotten, names }) => isForgotten && !names.some((name) => own.includes(name)),
  );
  return [after, ...lost.map(({ text }) => text)].join("\n");
}

/**
 * The declarations after a cell was interrupted: of its names only those it had reached, and the earlier ones for the
 * others.
 */
export function upTo(
  before: string,
  after: string,
  own: readonly string[],
  isReached: (name: string) => boolean,
): string {
  const isLeft = ({ names, isValue }: Declaration) =>
    isValue && names.some((name) => own.includes(name) && !isReached(name));
  const kept = split(after).filter((declaration) => !isLeft(declaration));
  const earlier = split(before).filter(isLeft);
  return [...kept, ...earlier].map(({ text }) => text).join("\n");
}

/** The names that `declare global` declares. */
export function globalNames(declarations: string): Set<string> {
  if (!/\bdeclare global\b/.test(declarations)) return new Set();
  const file = ts.createSourceFile("declarations.d.ts", declarations, ts.ScriptTarget.Latest);
  const blocks = file.statements.flatMap((statement) =>
    ts.isModuleDeclaration(statement) && statement.flags & ts.NodeFlags.GlobalAugmentation ? [statement.body] : [],
  );
  return new Set(
    blocks.flatMap((block) => (block && ts.isModuleBlock(block) ? block.statements.flatMap(namesOf) : [])),
  );
}

/** One declaration for each statement, and for each variable of a statement. */
function split(text: string): Declaration[] {
  const file = ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement): Declaration[] => {
    const text = statement.getText(file);
    if (!ts.isVariableStatement(statement)) {
      const isGlobal = (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
      const isNamespace = ts.isModuleDeclaration(statement) && !isGlobal;
      const isForgotten = isNamespace || isGlobal || ts.isImportEqualsDeclaration(statement);
      const isValue = isNamespace || ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
      return [{ names: namesOf(statement), text, isForgotten, isValue: isValue || isPlainEnum(statement) }];
    }
    const { flags, declarations } = statement.declarationList;
    const word = flags & ts.NodeFlags.Const ? "const" : flags & ts.NodeFlags.Let ? "let" : "var";
    return declarations.map((variable) => ({
      names: [variable.name.getText(file)],
      text: `declare ${word} ${variable.getText(file)};`,
      isForgotten: false,
      isValue: true,
    }));
  });
}

function isPlainEnum(statement: import("@tslab/typescript-for-tslab").Statement): boolean {
  if (!ts.isEnumDeclaration(statement)) return false;
  return !statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ConstKeyword);
}
