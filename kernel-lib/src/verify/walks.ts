// Random walks through the graph of states: far at little cost, and never complete.
import type { Random } from "../network/random.js";
import type { Search } from "./search.js";
import type { First } from "./space.js";

const WALKS = 10_000;
const WALK_LENGTH = 100;
/** Walks between two looks at the clock. */
const PAUSE = 16;

/** Walks from the first states until a limit is reached, or something is found. */
export async function walk(search: Search, first: readonly First[], random: Random): Promise<void> {
  const { space, states, options } = search;
  const { depth = WALK_LENGTH, unique } = options;
  search.begin(first);
  for (let walk = 0; walk < WALKS && !search.isOver(); walk++) {
    if (walk % PAUSE === 0) await search.pause();
    let row = first[Math.floor(random() * first.length)]!.row.slice();
    space.row.set(row);
    space.hash = space.hashOf(row);
    let state = search.find();
    if (state < 0) continue;
    const walked = [state];
    for (let step = 0; step < depth && !search.isOver(); step++) {
      const pending = space.prepare(row, 0);
      if (pending) await pending;
      const hash = space.hashOf(row);
      let count = 0;
      space.successors(row, 0, hash, () => {
        count++;
        return false;
      });
      if (count === 0) {
        end(search, walked);
        break;
      }
      let chosen = Math.floor(random() * count);
      let error: string | undefined;
      space.successors(row, 0, hash, () => {
        if (chosen-- > 0) return false;
        error = space.error;
        return true;
      });
      if (error !== undefined) {
        search.fail(state, error);
        break;
      }
      const next = space.row.slice();
      const found = search.see(state);
      if (found < 0) break;
      state = found;
      walked.push(state);
      row = next;
    }
    if (unique !== undefined && states.size >= unique) break;
  }
  search.cut = "random walks";
}

/** A walk has come to an end: whatever must happen eventually should have happened. */
function end(search: Search, walked: readonly number[]): void {
  const { states, judge } = search;
  const missed = judge.eventually.find((property) => !walked.some((state) => judge.holds(states.row(state), property)));
  if (missed) search.ended ??= { name: missed[0], path: walked };
}
