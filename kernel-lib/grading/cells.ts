// Cells of a notebook as a program: types are dropped unchecked, and of each cell only what is needed is kept. A later
// cell stands in a block within those before it, so it sees their names and may declare them anew. Whoever calls this
// on a student's cells does so in the sandbox.
import { createRequire } from "node:module";
import { parse } from "acorn";
import { analyze } from "eslint-scope";

export interface Statement {
  readonly text: string;
  readonly declares: readonly string[];
  readonly uses: readonly string[];
  /** What it changes without declaring it: `table.push(1)`, `kinds.a = "x"`. */
  readonly changes: readonly string[];
  /** Outer names that a function or class changes whenever it runs. */
  readonly reaches: readonly string[];
  /** `#private` members of a class. */
  readonly privates: readonly string[];
  readonly isClass: boolean;
}

/** The statements of a cell. @throws SyntaxError where it is none that TypeScript understands */
export function statementsOf(code: string): Statement[] {
  const text = javascript(code);
  return parsed(text).map((node) => {
    const own = text.slice(node.start, node.end);
    const declares = declared(node);
    const uses = freeNames(own);
    const changed = changedBy(node);
    const isClass = node.type === "ClassDeclaration";
    return {
      text: own,
      declares,
      uses,
      changes: declares.length > 0 ? [] : changed,
      reaches: declares.length > 0 ? changed.filter((name) => uses.includes(name)) : [],
      privates: isClass ? [...new Set(own.match(/#[\p{ID_Start}_$][\p{ID_Continue}$]*(?=\s*[=;(])/gu))] : [],
      isClass,
    };
  });
}

/**
 * What of a cell is needed: statements that declare a needed name or change what it stands for, and from then on what
 * these need. What they declare is no longer needed of the cells before.
 */
export function slice(statements: readonly Statement[], needed: Set<string>): Statement[] {
  const kept = new Set<Statement>();
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    for (const statement of statements) {
      const { declares, changes, uses } = statement;
      if (kept.has(statement) || ![...declares, ...changes].some((name) => needed.has(name))) continue;
      kept.add(statement);
      for (const name of uses) needed.add(name);
    }
  }
  for (const { declares } of kept) for (const name of declares) needed.delete(name);
  return statements.filter((statement) => kept.has(statement));
}

/** Texts of cells, each within the one before. */
export function nested(cells: readonly string[]): string {
  return cells.reduceRight((inner, cell) => `{\n${cell}\n${inner}}\n`, "");
}

/** Without types, and with `require` in the place of imports, one name a statement. */
export function javascript(code: string): string {
  const ts = typescript();
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

/** Names a text uses and does not declare. */
export function freeNames(code: string): string[] {
  const scopes = analyze(parse(code, options) as any, { ecmaVersion: 2022, sourceType: "module", ignoreEval: true });
  return [...new Set(scopes.globalScope!.through.map(({ identifier }) => identifier.name as string))];
}

export function parsed(code: string): any[] {
  return (parse(code, options) as any).body;
}

const options = {
  ecmaVersion: "latest",
  sourceType: "module",
  ranges: true,
  allowAwaitOutsideFunction: true,
} as const;

let loaded: any;

/** tslab's own TypeScript: the version that a student's notebook was compiled with. */
function typescript(): any {
  loaded ??= createRequire(require.resolve("tslab/package.json"))("@tslab/typescript-for-tslab");
  return loaded;
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
  return parts.join("\n");
}

function declared(node: any): string[] {
  if (/^(Function|Class)Declaration$/.test(node.type)) return [node.id.name];
  if (node.type !== "VariableDeclaration") return enumName(node);
  const program = { type: "Program", sourceType: "module", body: [node], range: [node.start, node.end] };
  const { scopes } = analyze(program as any, { ecmaVersion: 2022, sourceType: "module" });
  return scopes.slice(0, 2).flatMap((scope) => scope.variables.map(({ name }) => name));
}

/** TypeScript compiles an enum to a variable and a call that fills it. */
function enumName(node: any): string[] {
  const [argument] = node.expression?.arguments ?? [];
  const isFilling = node.expression?.callee?.type === "FunctionExpression" && argument?.type === "LogicalExpression";
  return isFilling && argument.left.type === "Identifier" ? [argument.left.name] : [];
}

const fillers = new Set(["assign", "defineProperty", "defineProperties", "setPrototypeOf", "set"]);

/** The names at the root of what is assigned to, counted up, deleted, or called a method of. */
function changedBy(node: any): string[] {
  const roots = new Set<string>();
  const visit = (part: any): void => {
    if (Array.isArray(part)) return part.forEach(visit);
    if (typeof part?.type !== "string") return;
    if (part.type === "AssignmentExpression") add(part.left);
    else if (part.type === "UpdateExpression" || (part.type === "UnaryExpression" && part.operator === "delete"))
      add(part.argument);
    else if (part.type === "CallExpression" && part.callee.type === "MemberExpression") {
      add(part.callee.object);
      if (fillers.has(part.callee.property.name)) add(part.arguments[0]);
    }
    for (const [key, inner] of Object.entries(part)) if (key !== "range") visit(inner);
  };
  const add = (target: any): void => {
    let at = target;
    while (at?.type === "MemberExpression") at = at.object;
    if (at?.type === "Identifier") roots.add(at.name);
  };
  visit(node);
  return [...roots];
}
