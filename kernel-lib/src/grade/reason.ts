// Why a test failed, in a few lines a student can use.
import { reasonOfVerdict } from "./deterministic-limits.js";
import { reportWords } from "./words.js";

const LINES = 16;
const CHARACTERS = 4000;

/** The reason for a thrown error: its message, without stack or escape codes. */
export function reasonOf(error: unknown): string {
  const { name, message } = (error ?? {}) as { name?: string; message?: string };
  if (typeof message !== "string") return shortened(`threw ${String(error)}`);
  const short = shortened(message);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: assert colours its messages on some terminals
  const plain = short.replace(/\u001b\[\d+m/g, "").trim();
  const lines = (
    !name || ["Error", "AssertionError", "MisuseError"].includes(name) ? plain : `${name}: ${plain}`
  ).split("\n");
  return lines.length > LINES ? [...lines.slice(0, LINES), "..."].join("\n") : lines.join("\n");
}

/** What the outcome of a test or judge says: undefined if all is well. */
export function reasonOfOutcome(outcome: unknown): string | undefined {
  if (outcome === false) return reportWords().doesNotHold;
  const why = typeof outcome === "string" ? outcome : reasonOfVerdict(outcome);
  return why === undefined ? undefined : shortened(why);
}

/** An answer may be quoted in it, however long it is. */
function shortened(text: string): string {
  return text.length > CHARACTERS ? `${text.slice(0, CHARACTERS)} ...` : text;
}
