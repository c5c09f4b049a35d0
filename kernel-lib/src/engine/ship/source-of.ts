// Where the text of a function stands in the program's files, found by asking V8 for all it has loaded. That takes a
// tenth of a second, so it is done only to tell a reader where something went wrong.
import { debuggedScripts } from "./closures.js";

/**
 * The file and the zero-based line of code as it was packed; undefined if no file has it, or one has it several times.
 */
export function sourceOf(text: string): { file: string; line: number } | undefined {
  // Under Node's permission model V8 may not be asked.
  if ((process as any).permission) return undefined;
  // Packing gives another name, of the same length, to the class that this one extends: what follows is as it was.
  const start = /^class [\w$]+ extends \$p\s*/.exec(text)?.[0].length ?? 0;
  const rest = text.slice(start);
  for (const { url, source } of debuggedScripts()) {
    const at = source.indexOf(rest);
    if (at < 0) continue;
    if (source.indexOf(rest, at + 1) >= 0) return undefined;
    return { file: url.replace(/^file:\/\//, ""), line: linesIn(source.slice(0, at)) - linesIn(text.slice(0, start)) };
  }
  return undefined;
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}
