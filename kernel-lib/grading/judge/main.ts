// The judge's process: carries out one test cell after the other, for the process that started it. It holds given code
// and tests, and evaluates nothing of a student's.
import { reasonOf } from "../../src/grade/reason.js";
import { Bench } from "./bench.js";
import type { Assignment, FromJudge } from "./protocol.js";
import { replay } from "./replay.js";

process.on("message", (assignment: Assignment) => void judge(assignment));
process.on("disconnect", () => process.exit());

async function judge(assignment: Assignment): Promise<void> {
  const bench = new Bench(assignment);
  try {
    const tests = await bench.begin();
    tell({ kind: "listed", id: bench.id, tests });
    for (const index of tests.keys()) {
      if (assignment.skip.includes(index)) continue;
      tell({ kind: "begins", index });
      tell({
        kind: "outcome",
        index,
        outcome: await bench.perform(index).catch((error) => ({ why: reasonOf(error) })),
      });
    }
    bench.end();
    const begins = () => tell({ kind: "begins", index: -1 });
    for (const [index, why] of replay(assignment, bench.recorded, begins))
      tell({ kind: "outcome", index, outcome: { why } });
    tell({ kind: "done" });
  } catch (error) {
    bench.end();
    tell({ kind: "failed", why: reasonOf(error) });
  }
}

/** Where the process that started it has been stopped, it ends without a word: no one listens. */
function tell(message: FromJudge): void {
  if (!process.connected) process.exit();
  process.send!(message, undefined, undefined, (error) => {
    if (error) process.exit();
  });
}
