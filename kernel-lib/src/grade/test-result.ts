// What a graded cell found out about each test, before it is a report.
import type { Run } from "../engine/run.js";
import type { Trace } from "../trace/trace.js";

export interface TestResult {
  readonly sentence: string;
  readonly points: number;
  readonly ok: boolean;
  /** Whether students learn its sentence and its kind of input only, once they are marked. */
  readonly hidden?: boolean;
  /** Why it failed. */
  readonly why?: string;
  /** The last run inside a failed test, or the counterexample that was found. */
  readonly run?: Run | Trace;
}

export interface ReportParts {
  readonly id: string;
  readonly results: readonly TestResult[];
  /** What to know besides: an explanation, or that marking knows more tests. */
  readonly remark?: string;
  /** False for a checkpoint nobody has answered yet. */
  readonly answered?: boolean;
  /** Where nobody has answered yet: what the HTML shows on request, and text never. */
  readonly folded?: string;
  /** True for a guess that is compared with what a run showed: a wrong one is a surprise, no failure. */
  readonly experiment?: boolean;
}

/** The word for a test's verdict: nobody has answered, a guess and the run differ, or right and wrong. */
export function verdictOf(
  { ok }: TestResult,
  { answered, experiment }: Pick<ReportParts, "answered" | "experiment">,
): "passed" | "surprise" | "failed" | "open" {
  if (ok) return "passed";
  if (answered === false) return "open";
  return experiment ? "surprise" : "failed";
}
