// Nodes share no memory, and none survives a crash. So each incarnation of a run is asked again what it was asked then,
// in a process that holds no other incarnation of that run, with nothing carried over but its disk. One that answers
// differently knew more than it was given.
import { Answers } from "./answers-process.js";
import type { Assignment } from "./protocol.js";
import type { Incarnation, Recorded } from "./stand-in.js";

export interface RecordedTest {
  readonly index: number;
  readonly runs: readonly Recorded[];
}

/** Incarnations that one run may have. Each takes a process to ask it again; no exercise has a third as many. */
const MOST = 200;
const SHARED =
  "knows what it was not told: asked alone, with nothing but its messages and its disk, it does something else.";

/**
 * @param begins is called before each process that is asked
 * @returns tests that do not count, and why
 */
export function replay(assignment: Assignment, tests: readonly RecordedTest[], begins = () => {}): Map<number, string> {
  const failed = new Map<number, string>();
  for (const { index, runs } of tests) {
    const count = Math.max(0, ...runs.map(({ length }) => length));
    if (count > MOST) failed.set(index, `A run had ${count} nodes and restarts of yours; ${MOST} can be marked.`);
  }
  for (let place = 0; place < MOST; place++) {
    const due = tests.filter(({ index, runs }) => !failed.has(index) && runs.some(({ length }) => length > place));
    if (due.length === 0) break;
    begins();
    const answers = new Answers(assignment);
    try {
      for (const { index, runs } of due)
        for (const { [place]: incarnation } of runs)
          if (incarnation && !failed.has(index) && !answersAlike(answers, incarnation))
            failed.set(index, `The node ${incarnation.id} ${SHARED}`);
      // It ended itself, or took too long: with the others it would be the same, as often as there are nodes.
      if (answers.isGone) for (const { index } of due) failed.set(index, failed.get(index) ?? ENDED);
    } finally {
      answers.end();
    }
  }
  return failed;
}

const ENDED = "Your code could not go on: its process ended while its nodes were asked again.";

function answersAlike(answers: Answers, { opening, steps, state }: Incarnation): boolean {
  try {
    if (opening) answers.peer.ask(opening);
    for (const { request, randoms, answer } of steps) {
      answers.randoms = [...randoms];
      if (JSON.stringify(answers.peer.ask(request)) !== answer) return false;
    }
    const [, key] = (opening ?? []) as any[];
    return state === undefined || JSON.stringify(answers.peer.ask(["node.state", key])) === state;
  } catch {
    return false;
  }
}
