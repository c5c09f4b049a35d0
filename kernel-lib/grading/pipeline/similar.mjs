// Suspiciously equal answers, as a hint to look at: fingerprints of their tokens (winnowing, Schleimer, Wilkerson and Aiken
// 2003, as Dolos has it), without the code that was given. Names, numbers and texts do not count, so renaming changes nothing.
import { File, FingerprintIndex, Region, TokenizedFile } from "@dodona/dolos-core";

/** Tokens that a fingerprint is made of, and how many of them one window has. */
const TOKENS = 15;
const WINDOW = 8;
/** An answer must be this long, and two this equal, before anyone should look. */
const SHORTEST = 60;
const SIMILAR = 0.8;
/** What more than this share of all have in common is how the exercise is solved. */
const COMMON = 0.34;
const LONGEST = 20_000;
/** Of a text that repeats itself, each part is compared with each. */
const MOST_TOKENS = 2000;

const token =
  /\/\/.*|\/\*[\s\S]*?\*\/|\s+|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`)|(?<number>\d[\w.]*)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<sign>[\s\S])/gu;
const keywords = new Set(
  (
    "async await break case catch class const continue default delete do else extends finally for function if in instanceof let " +
    "new null of return static super switch this throw true false try typeof undefined var while yield"
  ).split(" "),
);

/**
 * @typedef {{ student: string, text: string }} Answer
 * @typedef {{ students: [string, string], similarity: number }} Pair similarity: from 0 to 1
 */

/**
 * @param {readonly Answer[]} answers to one exercise
 * @param {string} given what everyone was given
 * @returns {Pair[]} the most equal first
 */
export function similarAnswers(answers, given) {
  const files = answers.flatMap(({ student, text }) => {
    const file = tokenized(student, text);
    return file.tokens.length >= SHORTEST ? [file] : [];
  });
  if (files.length < 2) return [];
  const index = new FingerprintIndex(TOKENS, WINDOW, false, Math.max(2, Math.ceil(answers.length * COMMON)));
  index.addIgnoredFile(tokenized("", given));
  index.addFiles(files);
  return index
    .allPairs()
    .filter(({ similarity }) => similarity >= SIMILAR)
    .map(({ leftFile, rightFile, similarity }) => ({
      students: /** @type {[string, string]} */ ([leftFile.path, rightFile.path].sort()),
      similarity,
    }))
    .sort((a, b) => b.similarity - a.similarity || (a.students.join() < b.students.join() ? -1 : 1));
}

/**
 * @param {string} path
 * @param {string} text
 */
function tokenized(path, text) {
  const tokens = tokensOf(text.slice(0, LONGEST)).slice(0, MOST_TOKENS);
  const mapping = tokens.map((_, i) => new Region(i, 0, i, 1));
  return new TokenizedFile(new File(path, ""), tokens, mapping);
}

/**
 * The code's tokens without comments, blanks, and all that can be called otherwise.
 * @param {string} code
 */
export function tokensOf(code) {
  return [...code.matchAll(token)].flatMap(({ groups = {} }) => {
    const { text, number, word, sign } = groups;
    if (word !== undefined) return [keywords.has(word) ? word : "name"];
    if (text !== undefined) return ["text"];
    if (number !== undefined) return ["number"];
    return sign === undefined ? [] : [sign];
  });
}
