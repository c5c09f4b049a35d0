// The answers to a poll while it is open: one a voter for a choice, a few for words, none of them with a name.
import { cut } from "../../trace/value.js";
import { RateLimit } from "./server/rate-limit.js";

/** Characters of an answer in words. */
export const LONGEST_WORDS = 40;
/** So many answers in words one voter can give. */
const MOST_WORDS = 5;

/** An answer as the board shows it. */
export interface Answer {
  readonly answer: string;
}

export class Ballot {
  /** By who gave it: a member's laptop, or a phone. Never shown. */
  readonly #given = new Map<string, string[]>();
  readonly #limit = new RateLimit(3, 3000);

  /** @param choices none: answered in words */
  constructor(readonly choices: readonly string[] | undefined) {}

  /** All answers, in the order of voters. */
  get answers(): Answer[] {
    return [...this.#given.values()].flat().map((answer) => ({ answer }));
  }

  /** @returns why the answer does not count, if it does not */
  give(voter: string, text: string): string | undefined {
    if (!this.#limit.allows(voter)) return "that was fast. Wait a moment, and answer again.";
    const { choices } = this;
    if (choices) {
      if (!choices.includes(text)) return `the answers are ${choices.map((one) => `"${one}"`).join(", ")}.`;
      this.#given.set(voter, [text]);
      return undefined;
    }
    const words = cleaned(text);
    if (words === "") return "the answer is empty.";
    const before = this.#given.get(voter) ?? [];
    if (before.includes(words)) return undefined;
    if (before.length >= MOST_WORDS) return `${MOST_WORDS} answers are enough.`;
    this.#given.set(voter, [...before, words]);
    return undefined;
  }
}

/** One line of visible characters. */
function cleaned(text: string): string {
  const visible = text.normalize("NFC").replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ");
  return cut(visible.replace(/\s+/g, " ").trim(), LONGEST_WORDS);
}
