// What a graded cell yields: points, and for each test its sentence, verdict and reason.
import { reportHtml } from "./html.js";
import { type ReportParts, type TestResult, verdictOf } from "./test-result.js";
import { reportWords } from "./words.js";

/** A verdict that draws itself as a cell's last expression. */
export class Report implements ReportParts {
  readonly id: string;
  readonly results: readonly TestResult[];
  readonly remark?: string;
  readonly answered: boolean;
  readonly folded?: string;
  readonly experiment: boolean;
  /** Points earned. */
  readonly points: number;
  /** Points there were to earn. */
  readonly of: number;

  constructor({ id, results, remark, answered = true, folded, experiment = false }: ReportParts) {
    this.id = id;
    this.results = results;
    this.remark = remark;
    this.answered = answered;
    this.folded = folded;
    this.experiment = experiment;
    this.points = sum(results.filter((result) => result.ok));
    this.of = sum(results);
  }

  /** The report for people. */
  get html(): string {
    return reportHtml(this);
  }

  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    return { "text/plain": reportText(this), "text/html": this.html };
  }
}

/** The report for those who read or hear it as text. */
function reportText(report: Report): string {
  const { id, points, of, results, remark } = report;
  const words = reportWords();
  const lines = results.map(
    (result) =>
      `  ${words.verdicts[verdictOf(result, report)]}: ${result.sentence}${result.why ? `\n    ${result.why.replaceAll("\n", "\n    ")}` : ""}`,
  );
  return [`${id}: ${words.points(points, of)}`, ...lines, ...(remark ? [remark] : [])].join("\n");
}

function sum(results: readonly TestResult[]): number {
  return results.reduce((total, result) => total + result.points, 0);
}
