// Has a job of a farm done on this machine, enclosed.
import type { Job } from "../../src/engine/farm/jobs.js";
import type { Doing } from "../../src/engine/farm/worker.js";
import { ask, Unanswered } from "../sandbox/ask.js";
import { enclose } from "../sandbox/enclosure.js";
import { DONE } from "./inside/reply.js";
import { workshop } from "./workshop.js";

/** What a job may take: seconds of processor time, bytes of its answer, ms by the clock. */
const SECONDS = 3600;
const LARGEST = 16 * 2 ** 20 + 4;
const LONGEST_MS = 2 * 3_600_000;

/** What the library itself imports where it explores, draws or reads histories. */
const PACKAGES = ["edn-data", "lean-qr"];

const WHY = {
  hangs: "it did not end within two hours",
  long: "its result is too long",
  time: "it took more than an hour of processor time",
  ended: "its process ended without a result; perhaps it ran out of memory",
} as const;

export function perform({ kind, body }: Job): Doing {
  const command =
    kind === "mark"
      ? workshop("kernel-lib/grading/pipeline/farm-judge.mjs")
      : enclose("bubblewrap", "grading/farm/inside/experiments.js", { packages: PACKAGES, seconds: SECONDS });
  const { answer, end } = ask(command, body, { largest: LARGEST, longest: LONGEST_MS });
  return { result: answer.then(read, explain), end };
}

function read(answer: string): string {
  if (answer.startsWith(DONE)) return answer.slice(1);
  throw new Error(answer.slice(1, 2000));
}

function explain(error: Error): never {
  if (!(error instanceof Unanswered)) throw error;
  throw new Error(error.said ? `its process ended without a result: ${error.said}` : WHY[error.lack]);
}
