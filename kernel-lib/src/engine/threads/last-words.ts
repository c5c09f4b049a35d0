// The end of a run on threads: every node is asked for its state, and its thread goes back to the pool or is ended.
import type { NodeId } from "../../node/messages.js";
import { hideState } from "../../node/state.js";
import type { Run } from "../run.js";
import type { Roster } from "./roster.js";

/** How long a thread may take to say its last words before it is ended. */
const LAST_WORDS_MS = 500;

interface LastWords {
  readonly states: Record<NodeId, any>;
  readonly errors: { node: NodeId; error: Error }[];
}

/** @param duration how long the run took, in ms */
export async function lastWords(roster: Roster, reason: Run["reason"], duration: number): Promise<LastWords> {
  const errors: LastWords["errors"] = [];
  const all = roster.ids.map(async (id) => {
    if (!roster.crew.has(id)) return undefined;
    const words = await roster.ask(id, { kind: "stop" }, LAST_WORDS_MS);
    if (words?.kind === "stopped") {
      if (words.waits && reason === "limit") errors.push({ node: id, error: stillWaiting(id) });
      await roster.crew.release(id, words.clean);
      return words;
    }
    await roster.crew.dismiss(id);
    errors.push({ node: id, error: stillBusy(id, duration) });
    return undefined;
  });
  const words = await Promise.all(all);
  const states: Record<NodeId, any> = {};
  for (const [i, id] of roster.ids.entries()) {
    const { state, hidden = [] } = words[i] ?? {};
    if (hidden.length > 0) hideState(states, id, hidden);
    else if (state) states[id] = state;
  }
  return { states, errors };
}

function stillWaiting(id: NodeId): Error {
  return new Error(
    `A handler of ${id} still awaited something other than call or sleep at the limit. Does a promise never settle?`,
  );
}

function stillBusy(id: NodeId, duration: number): Error {
  return new Error(
    `${id} was still busy when the run ended after ${Math.round(duration)} ms, and its thread was ended. Does a loop never end?`,
  );
}
