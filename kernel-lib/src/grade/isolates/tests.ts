// The isolate of the tests: holds their code, and the answers only as far ends of a wire.
import { type MessagePort, parentPort } from "node:worker_threads";
import { withVerdictPicture } from "../../api/pictures.js";
import { Requester, serve } from "../../engine/isolate.js";
import type { RunOptions } from "../../engine/run.js";
import { ship } from "../../engine/ship/ship.js";
import { unship } from "../../engine/ship/unship.js";
import type { System } from "../../engine/system.js";
import { MisuseError } from "../../node/errors.js";
import type { ExploreOptions, Verdict } from "../../verify/options.js";
import { judgeable, withDeterministicLimits } from "../deterministic-limits.js";
import type { Job, PackedAnswer } from "../job.js";
import { reasonOf, reasonOfOutcome } from "../reason.js";
import { Attempt, type Failed, simplest } from "./attempt.js";
import { answerFor, sendSystem } from "./far-answers.js";
import { type Call, callOf } from "./program.js";
import { type ListedTest, type Outcome, receiveRun, type SentRun, sendRun, type ToTests } from "./protocol.js";

interface Test extends ListedTest {
  f(): unknown;
}

const tests: Test[] = [];
let call: Call;
let hidden = false;
let attempt = new Attempt();

serve(parentPort!, (message: ToTests) => {
  switch (message.kind) {
    case "prepare":
      return prepare(message.job);
    case "list":
      return list(message.answers);
    case "test":
      return perform(tests[message.index]!);
  }
});

async function prepare(job: Job): Promise<{ id: string; answers: readonly PackedAnswer[] }> {
  if ("program" in job)
    call = await callOf(job, (on) => {
      hidden = on;
    });
  else {
    call = { id: job.id, answers: job.answers, callback: unship(job.tests) };
    hidden = job.hidden === true;
  }
  return { id: call.id, answers: call.answers };
}

/** Lets the cell's callback name its tests. */
async function list(answers: MessagePort): Promise<ListedTest[]> {
  const requester = new Requester(answers);
  const run = async (system: System, options: RunOptions = {}) => {
    if (options.engine === "threads")
      throw new MisuseError("Tests run in the simulator, so that no mark depends on the machine's speed.");
    const now = attempt;
    const tried = now.asks(system);
    const sent: SentRun = await requester.request({
      kind: "run",
      system: sendSystem(tried),
      options: { ...options, engine: undefined },
    });
    const received = receiveRun(sent);
    now.seen = received;
    return received;
  };
  const explore = async (system: System, options: ExploreOptions = {}) => {
    const shipped = ship(withDeterministicLimits(options), "the options of explore");
    const verdict: Verdict = await requester.request({ kind: "explore", system: sendSystem(system), options: shipped });
    attempt.seen = verdict.counterexample ?? attempt.seen;
    return withVerdictPicture(judgeable(verdict));
  };
  const test = (sentence: string, points: number, f: () => unknown) => {
    if (typeof sentence !== "string" || !(points >= 0) || typeof f !== "function")
      throw new MisuseError(
        `test(${JSON.stringify(sentence)}, ${points}, ...) takes a sentence, points of 0 or more, and a function.`,
      );
    tests.push({ sentence, points, hidden, f });
  };
  const named = Object.fromEntries(call.answers.map((answer) => [answer.name, answerFor(answer, requester)]));
  await call.callback({ ...named, test, run, explore });
  return tests.map(({ sentence, points, hidden }) => ({ sentence, points, hidden }));
}

async function perform({ f, hidden }: Test): Promise<Outcome> {
  const failed = await once(f, new Attempt());
  if (!failed) return {};
  const { why, attempt } = hidden ? failed : await simplest(failed, (next) => once(f, next));
  const { seen } = attempt;
  return { why, run: seen && ("stats" in seen ? sendRun(seen) : seen) };
}

/** What went wrong in one attempt at a test; undefined where nothing did. */
async function once(f: () => unknown, next: Attempt): Promise<Failed | undefined> {
  attempt = next;
  let why: string | undefined;
  try {
    why = reasonOfOutcome(await f());
  } catch (error) {
    why = reasonOf(error);
  }
  return why === undefined ? undefined : { why, attempt: next };
}
