// Every way in which a system can end, as the explorer finds it.
import { type ExploreOptions, explore, type System, type View } from "kernel-lib";

/** What `look` sees, as JSON and sorted, in each state in which nothing is in flight. */
export async function outcomes(
  system: System,
  options: ExploreOptions,
  look: (view: View) => unknown,
): Promise<string[]> {
  const seen = new Set<string>();
  const always = {
    look: (view: View) => {
      if (view.messages.length === 0) seen.add(JSON.stringify(look(view)));
      return true;
    },
  };
  const { ok, complete, why } = await explore(system, { ...options, always });
  if (!ok || !complete) throw new Error(`The exploration did not end well: ${why}`);
  return [...seen].sort();
}
