// Which names a cell defines.
import { ts } from "./typescript.js";

/** The names declared at the top level of `code`, types included, in order. */
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
