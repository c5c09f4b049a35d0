// The experiments of a sweep on a farm: each job is some of them in a row.

import type { JobResult } from "../farm/jobs.js";
import type { OneFarm } from "../farm/one-farm.js";
import { host } from "../host.js";
import type { Answer } from "./answer.js";
import type { Task } from "./experimenter.js";
import { packParcel, unpackAnswers } from "./parcel.js";

/** A sweep becomes so many jobs at most: enough for many workers, each with little to carry. */
const MOST_JOBS = 240;

/** What errors and the farm call it. */
interface Words {
  readonly asked: string;
  readonly one: string;
}

/**
 * Does all experiments on a farm. Interrupted, it takes them out of the farm first.
 * @returns the answers in order; the first without a result is the last
 */
export async function onFarm(
  farm: OneFarm,
  task: Task,
  count: number,
  { asked, one }: Words = { asked: "sweep", one: "experiment" },
): Promise<Answer[]> {
  const signal = host()?.signal?.();
  signal?.throwIfAborted();
  const campaign = await farm.begin(asked);
  const size = Math.ceil(count / MOST_JOBS);
  const starts = Array.from({ length: Math.ceil(count / size) }, (_, i) => i * size);
  let interrupted = () => {};
  const stopped = new Promise<never>((_, reject) => {
    interrupted = () => reject(signal!.reason);
    signal?.addEventListener("abort", interrupted);
  });
  stopped.catch(() => {});
  const ask = async (from: number) => {
    const end = Math.min(from + size, count);
    const what = size === 1 ? `${one} ${from + 1} of ${count}` : `${one}s ${from + 1} to ${end} of ${count}`;
    return { from, end, what, result: await campaign.submit("sweep", what, packParcel({ task, from, end })) };
  };
  try {
    const jobs = starts.map(ask);
    for (const job of jobs) job.catch(() => {});
    const answers: Answer[] = [];
    for (const each of jobs) {
      const { from, end, what, result } = await Promise.race([each, stopped]);
      const found = answersOf(`${asked}: ${what}`, result, from, end - from);
      answers.push(...found);
      // The rest is done where it was written.
      if (found.some(({ done }) => !done)) break;
    }
    return answers;
  } finally {
    signal?.removeEventListener("abort", interrupted);
    await campaign.end();
  }
}

function answersOf(what: string, result: JobResult, from: number, count: number): Answer[] {
  if (result.ok) return unpackAnswers(result.body, from, count);
  throw new Error(`${what} was put aside after three tries, the last by ${result.by}: ${result.why}`);
}
