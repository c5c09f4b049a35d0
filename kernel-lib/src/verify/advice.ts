// What would leave fewer states to explore, said where a limit ended an exploration.

import type { NodeId } from "../node/messages.js";
import { encode } from "./encode.js";
import type { ExploredSystem, ExploreOptions } from "./options.js";

/** @param mayChangePlaces whether two nodes could be given as `symmetry` */
export function advice(
  { ids, described }: ExploredSystem,
  options: ExploreOptions,
  { reducible, mayChangePlaces }: { reducible: boolean; mayChangePlaces: (one: NodeId, other: NodeId) => boolean },
): string[] {
  const { symmetry, reduction, within, eventually = {}, search } = options;
  const found: string[] = [];
  if (symmetry === undefined && Object.keys(eventually).length === 0) {
    const groups = alike(ids, described, mayChangePlaces);
    const saved = groups.reduce((product, { length }) => product * factorial(length), 1);
    if (saved > 1)
      found.push(
        `symmetry: ${JSON.stringify(groups)} leaves one state of up to ${saved.toLocaleString("en")} where properties treat these nodes alike`,
      );
  }
  if (!reduction && reducible && search !== "random")
    found.push("reduction: true leaves out orders that make no difference");
  found.push(
    within === undefined
      ? "within: ({ nodes }) => ... bounds what grows without end, such as a counter"
      : "a narrower within leaves fewer states",
  );
  if (ids.length > 2) found.push(`fewer than ${ids.length} nodes often show the same mistake`);
  return found;
}

/** Nodes of the same class with the same fields that may change places, in groups of two and more. */
function alike(
  ids: readonly NodeId[],
  { nodes }: ExploredSystem["described"],
  mayChangePlaces: (one: NodeId, other: NodeId) => boolean,
): NodeId[][] {
  const looks = new Map(ids.map((id) => [id, encode([nodes[id]!.class, nodes[id]!.fields])]));
  const groups: NodeId[][] = [];
  for (const id of ids) {
    const group = groups.find(([first]) => looks.get(first!) === looks.get(id) && mayChangePlaces(first!, id));
    if (group) group.push(id);
    else groups.push([id]);
  }
  return groups.filter(({ length }) => length > 1);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
