// What a room can be asked: a question, with or without answers to choose from.
import { MisuseError, quote } from "../../node/errors.js";
import { checkNames } from "../../node/near-miss.js";

export interface PollOptions {
  /** What can be answered. Without choices the answers are words. */
  choices?: string[];
  /** Answers in words; the default where there are no choices. */
  words?: boolean;
}

const MOST_CHOICES = 12;
const LONGEST = 300;

/** @throws MisuseError for a poll that cannot be answered. @returns the choices, if there are any */
export function checkPoll(question: string, options: PollOptions): readonly string[] | undefined {
  checkNames(options, ["choices", "words"]);
  const { choices, words } = options;
  if (typeof question !== "string" || question.trim() === "" || question.length > LONGEST)
    throw new MisuseError(`poll(${quote(question)}): a question is text of 1 to ${LONGEST} characters.`);
  if (choices !== undefined && words) throw new MisuseError("poll: it takes choices or words, not both.");
  if (choices === undefined) return undefined;
  const fit = Array.isArray(choices) && choices.length >= 2 && choices.length <= MOST_CHOICES;
  const texts = fit && choices.every((one) => typeof one === "string" && one.trim() !== "" && one.length <= 100);
  if (!texts || new Set(choices).size < choices.length)
    throw new MisuseError(
      `poll: choices is ${quote(choices)}; it lists 2 to ${MOST_CHOICES} different texts, such as ["A", "B"].`,
    );
  return [...choices];
}
