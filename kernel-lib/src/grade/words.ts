// What reports and checkpoints say around a course's own text, in the language that VERTEILT_LANGUAGE names (the kernel
// and marking set it from notebooks/course.json), English otherwise. Test sentences and reasons are the course's own.

const en = {
  verdicts: { passed: "passed", failed: "failed", surprise: "surprise", open: "open" },
  points: (points: number, of: number) => `${points} of ${of} ${of === 1 ? "point" : "points"}`,
  part: (points: number, of: number) => `${points} of ${of}`,
  tests: (passed: number, of: number) => `${passed} of ${of} tests passed`,
  resultOf: (id: string) => `Result of ${id}`,
  prediction: (id: string) => `Prediction ${id}`,
  showAnswer: "Show the answer",
  moreLines: (lines: number) => `${lines} more lines`,
  got: "got",
  expected: "expected",
  run: "The run in which it failed",
  replay: (seed: number, among: string) =>
    `The run in which it failed. To replay it: run({ ... }) with seed: ${seed}${among}`,
  andFaults: (kinds: string) => ` and faults: [${kinds}]`,
  inWords: "The same in words",
  visibleOnly: "These are the visible points; more are given when it is marked.",
  doesNotHold: "It does not hold.",
  yourAnswer: "Your answer",
  guessWanted: "No guess yet: write yours as the third argument.",
  yourGuess: (guess: string) => `Your guess: ${guess}`,
  missing: { guess: "No guess yet", answer: "No answer yet" },
  asks: {
    guess: "Write yours where the question is asked; then run that cell and this one.",
    answer: "Write yours above; then run its cell and this one.",
  },
  number: (value: number) => value.toLocaleString("en"),
  is: (truth: string) => `It is ${truth}.`,
  saidAndWas: (guess: string, truth: string) => `You said ${guess}; it was ${truth}.`,
  said: (guess: string) => `You said ${guess}.`,
  didYouMean: (Class: string, method: string, found: string) =>
    `${Class} has no ${method}; it has ${found}. Did you mean ${method}?`,
};

/** A number as German writes it. */
const comma = (number: number) => String(number).replace(".", ",");

const de: typeof en = {
  verdicts: { passed: "bestanden", failed: "falsch", surprise: "anders", open: "offen" },
  points: (points, of) => `${comma(points)} von ${comma(of)} ${of === 1 ? "Punkt" : "Punkten"}`,
  part: (points, of) => `${comma(points)} von ${comma(of)}`,
  tests: (passed, of) => `${passed} von ${of} Tests bestanden`,
  resultOf: (id) => `Ergebnis von ${id}`,
  prediction: (id) => `Vorhersage ${id}`,
  showAnswer: "Antwort zeigen",
  moreLines: (lines) => `${lines} weitere Zeilen`,
  got: "bekommen",
  expected: "erwartet",
  run: "Der Ablauf, in dem es misslang",
  replay: (seed, among) =>
    `Der Ablauf, in dem es misslang. Um ihn zu wiederholen: run({ ... }) mit seed: ${seed}${among}`,
  andFaults: (kinds) => ` und faults: [${kinds}]`,
  inWords: "Dasselbe in Worten",
  visibleOnly: "Das sind die sichtbaren Punkte; weitere gibt es bei der Bewertung.",
  doesNotHold: "Das gilt nicht.",
  yourAnswer: "Ihre Antwort",
  guessWanted: "Noch keine Vorhersage: Schreiben Sie Ihre als drittes Argument.",
  yourGuess: (guess) => `Ihre Vorhersage: ${guess}`,
  missing: { guess: "Noch keine Vorhersage", answer: "Noch keine Antwort" },
  asks: {
    guess: "Schreiben Sie Ihre dort, wo die Frage steht; führen Sie dann jene Zelle aus und diese.",
    answer: "Schreiben Sie Ihre oben; führen Sie dann deren Zelle aus und diese.",
  },
  number: (value) => value.toLocaleString("de"),
  is: (truth) => `Es ist ${truth}.`,
  saidAndWas: (guess, truth) => `Sie sagten ${guess}; es war ${truth}.`,
  said: (guess) => `Sie sagten ${guess}.`,
  didYouMean: (Class, method, found) => `${Class} hat kein ${method}, aber ${found}. Meinten Sie ${method}?`,
};

export type ReportWords = typeof en;

const all: Record<string, ReportWords> = { en, de };

/** The words of the language that the environment names at this moment; those of English for an unknown one. */
export function reportWords(): ReportWords {
  return all[globalThis.process?.env?.VERTEILT_LANGUAGE ?? "en"] ?? en;
}
