// Completion and inspection, from tslab's type checker. Jupyter counts positions in code points, TypeScript in UTF-16
// units.
import type { Converter } from "tslab/dist/converter.js";
import { ts } from "./typescript.js";

/** `earlier` is what earlier cells declared. */
export function complete(converter: Converter, earlier: string, code: string, position: number): object {
  const { start, end, candidates, original } = converter.complete(earlier, code, units(code, position));
  const kinds = new Map((original?.entries ?? []).map((entry) => [entry.name, entry.kind as string]));
  const [from, to] = [points(code, start), points(code, end)];
  const types = candidates.map((text) => ({ start: from, end: to, text, type: kinds.get(text) ?? "" }));
  return {
    status: "ok",
    matches: candidates,
    cursor_start: from,
    cursor_end: to,
    metadata: { _jupyter_types_experimental: types },
  };
}

/** The type and the doc comment of the name at the cursor, or of the function whose call the cursor is in. */
export function inspect(converter: Converter, earlier: string, code: string, position: number): object {
  const at = units(code, position);
  const ask = (where: number) => converter.inspect(earlier, code, where);
  const info = ask(at) ?? before(ask, code, at);
  if (!info) return { status: "ok", found: false, data: {}, metadata: {} };
  // For an imported name, the last line says that it was imported.
  const signature = joined(info.displayParts).replace(/\nimport .*$/, "");
  const documentation = [joined(info.documentation), ...(info.tags ?? []).map(tag)]
    .filter((part) => part !== "")
    .join("\n\n");
  const data = {
    "text/plain": [signature, documentation].filter((part) => part !== "").join("\n\n"),
    "text/markdown": `\`\`\`typescript\n${signature}\n\`\`\`\n${documentation === "" ? "" : `\n${documentation}\n`}`,
  };
  return { status: "ok", found: true, data, metadata: {} };
}

type Info = ReturnType<Converter["inspect"]>;

function before(ask: (at: number) => Info, code: string, at: number): Info | undefined {
  const name = callee(code, at);
  const left = /[\w$]$/.test(code.slice(0, at)) ? ask(at - 1) : undefined;
  return left ?? (name === undefined ? undefined : ask(name));
}

/** The start of the name before the innermost parenthesis that is open at `at`. */
function callee(code: string, at: number): number | undefined {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, code.slice(0, at));
  const open: (number | undefined)[] = [];
  let name: number | undefined;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.OpenParenToken) open.push(name);
    if (kind === ts.SyntaxKind.CloseParenToken) open.pop();
    name = kind === ts.SyntaxKind.Identifier ? scanner.getTokenPos() : undefined;
  }
  return open.findLast((name) => name !== undefined);
}

function tag({ name, text }: { name: string; text?: { text: string }[] }): string {
  return `*@${name}* ${joined(text)}`.trim();
}

function joined(parts: readonly { text: string }[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join("");
}

function units(code: string, position: number): number {
  return [...code].slice(0, position).join("").length;
}

function points(code: string, position: number): number {
  return [...code.slice(0, position)].length;
}
