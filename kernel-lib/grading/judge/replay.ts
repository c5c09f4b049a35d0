// Nodes share no memory, and none survives a crash. So each incarnation of a run is asked again what it was asked then,
// in a process that holds no other incarnation of that run, with nothing carried over but its disk. One that answers
// differently knew more than it was told.
import { Answers } from "./answers-process.js";
import type { Assignment } from "./protocol.js";
import type { Incarnation, Recorded } from "./stand-in.js";

export interface RecordedTest {
  readonly index: number;
  readonly runs: readonly Recorded[];
}

/** @returns tests with a node that differs, and its name */
export function replay(assignment: Assignment, tests: readonly RecordedTest[]): Map<number, string> {
  const different = new Map<number, string>();
  const most = Math.max(0, ...tests.flatMap(({ runs }) => runs.map((recorded) => recorded.length)));
  for (let place = 0; place < most; place++) {
    const answers = new Answers(assignment);
    try {
      for (const { index, runs } of tests)
        for (const { [place]: incarnation } of runs)
          if (incarnation && !different.has(index) && !answersAlike(answers, incarnation))
            different.set(index, incarnation.id);
    } finally {
      answers.end();
    }
  }
  return different;
}

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
