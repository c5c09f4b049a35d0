// A recorded test cell is not run: it is made a program of, and only the answers it names are asked of the process that runs cells.
import type { PackedAnswer, RecordedJob } from "../../../src/grade/job.js";
import type { CellError, MimeBundle } from "../../messages.js";
import { lost } from "../lost.js";
import type { CarryOut } from "./judgement.js";
import { isMarking, watchCell } from "./marking.js";
import { programOf } from "./program.js";
import { normal, type RecordedTest, recordedTest } from "./record.js";

/** What the student's notebook is asked for. */
export interface Notebook {
  /** Undefined where the process that runs cells ended. */
  pack(names: readonly string[]): Promise<readonly PackedAnswer[] | undefined>;
  /** Brings back what a lost process had. */
  restore(): Promise<void>;
  pid(): number | undefined;
  /** Ends the process that runs cells. */
  giveUp(reason: string): void;
}

/**
 * The recorded test cell with this text. Outside of marking, authors and students may have changed the cells that were given:
 * then the cell is run as any other.
 */
export function findRecorded(code: string, inputs: readonly string[]): RecordedTest | undefined {
  const recorded = recordedTest(code);
  if (!recorded || isMarking) return recorded;
  const ran = new Set(inputs.map(normal));
  return recorded.given.every((cell) => ran.has(normal(cell))) ? recorded : undefined;
}

export async function judgeRecorded(
  recorded: RecordedTest,
  notebook: Notebook,
  judge: CarryOut,
): Promise<{ verdict: MimeBundle } | { error: CellError }> {
  try {
    const { text: program, names } = programOf(recorded);
    const declared = await declaredIn(notebook, names);
    if (!declared) return { error: lost({ reason: "The process that runs cells ended", interrupted: false }) };
    const complete = isMarking || /BEGIN HIDDEN TESTS/.test(recorded.tests);
    const { points, html } = await judge({ program, declared, complete } satisfies RecordedJob);
    return { verdict: { "text/plain": String(points), "text/html": html } };
  } catch (error) {
    const { name: ename = "Error", message: evalue = String(error) } = error as Error;
    return { error: { ename, evalue, traceback: [`${ename}: ${evalue}`] } };
  }
}

/** While marking, code that a cell left behind may keep the process busy for ever: then another one is asked. */
async function declaredIn(notebook: Notebook, names: readonly string[]): Promise<readonly PackedAnswer[] | undefined> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (isMarking) await notebook.restore();
    const stop = isMarking
      ? watchCell(notebook.pid, () => notebook.giveUp("Something that a cell left behind never ended"))
      : () => {};
    const answers = await notebook.pack(names);
    stop();
    if (answers || !isMarking) return answers?.map(trimmed);
  }
  return undefined;
}

/** Of what comes from the student's side nothing is believed but that it is there. */
function trimmed({ name, kind, shipment, why }: PackedAnswer): PackedAnswer {
  return { name: String(name), kind, shipment, why: why === undefined ? undefined : String(why) };
}
