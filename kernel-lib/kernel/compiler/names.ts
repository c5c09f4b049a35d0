// Which names a cell defines, and why a name that another cell uses is missing.
import { ts } from "./typescript.js";

/** The names declared at top level of `code`, types included, in order. */
export function declaredNames(code: string): string[] {
  return ts.createSourceFile("names.ts", code, ts.ScriptTarget.Latest).statements.flatMap(namesOf);
}

/** The names that one statement declares. */
export function namesOf(statement: import("@tslab/typescript-for-tslab").Statement): string[] {
  const names: string[] = [];
  if (ts.isVariableStatement(statement))
    for (const { name } of statement.declarationList.declarations) bound(name, names);
  else if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    if (name) names.push(name.text);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.push(namedBindings.name.text);
    else for (const element of namedBindings?.elements ?? []) names.push(element.name.text);
  } else {
    const { name } = statement as { name?: { text?: string } };
    if (name?.text) names.push(name.text);
  }
  return names;
}

function bound(name: import("@tslab/typescript-for-tslab").BindingName, names: string[]): void {
  if (ts.isIdentifier(name)) names.push(name.text);
  else for (const element of name.elements) if (!ts.isOmittedExpression(element)) bound(element.name, names);
}

/** Why a name is missing, in a sentence that calls it "it". */
export interface Reason {
  readonly sentence: string;
  /** The name for want of which the cell that defines it failed, if that is what it failed for. */
  readonly lacked?: string;
}

const missing = new Map<string, Reason>();

/** Names are missing, because the cell that defines them failed or was skipped, for the reason given as a sentence. */
export function miss(names: readonly string[], sentence: string, lacked?: string): void {
  for (const name of names) missing.set(name, { sentence, lacked });
}

/** Names are there. */
export function define(names: readonly string[]): void {
  for (const name of names) missing.delete(name);
}

/** Why `name` is missing, if it is for a cell that failed or was skipped. */
export function reasonMissing(name: string): Reason | undefined {
  const reason = missing.get(name);
  if (reason?.lacked === undefined || missing.has(reason.lacked)) return reason;
  return {
    ...reason,
    sentence: `The cell that defines it lacked ${reason.lacked}, which is there by now: run that cell again.`,
  };
}
