// Who cannot reach whom: groups of nodes that are parted, for a time.
import { MisuseError, quote } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";

/** Groups that cannot reach each other while `from <= t < until`, in ms; for ever where `until` is left out. */
export interface Partition {
  readonly groups: NodeId[][];
  readonly from: number;
  readonly until?: number;
  /** Only messages out of the first group are lost. */
  readonly oneWay: boolean;
}

/** Whether the groups part a sender from a receiver. Nodes in no group reach every node. */
export function parted(groups: NodeId[][], from: NodeId, to: NodeId, oneWay = false): boolean {
  const groupOf = (id: NodeId) => groups.findIndex((group) => group.includes(id));
  const [sender, receiver] = [groupOf(from), groupOf(to)];
  if (sender < 0 || receiver < 0 || sender === receiver) return false;
  return !oneWay || sender === 0;
}

/** @throws MisuseError if these are no groups of a partition */
export function checkGroups(groups: NodeId[][]): void {
  if (!Array.isArray(groups) || groups.length < 2 || !groups.every(Array.isArray))
    throw new MisuseError(`partition(${quote(groups)}): it takes two groups or more, such as [["a", "b"], ["c"]].`);
  const all = groups.flat();
  const twice = all.find((id, i) => all.indexOf(id) !== i);
  if (twice !== undefined) throw new MisuseError(`partition(${quote(groups)}): "${twice}" is in two groups.`);
}

/**
 * Partitions at the same time are welcome where they part different nodes. Two that part the same sender from the same
 * receiver at the same time are a mistake: after one is healed, the link seems whole but is not.
 * @throws MisuseError naming both partitions and the link
 */
export function checkOverlaps(partitions: readonly Partition[]): void {
  for (const [i, one] of partitions.entries())
    for (const other of partitions.slice(i + 1)) {
      const from = Math.max(one.from, other.from);
      const until = Math.min(one.until ?? Number.POSITIVE_INFINITY, other.until ?? Number.POSITIVE_INFINITY);
      const link = from < until && linkPartedByBoth(one, other);
      if (link)
        throw new MisuseError(
          `Two partitions overlap: ${quote(one.groups)} and ${quote(other.groups)} both separate "${link[0]}" from "${link[1]}" from ${from} ms ` +
            `${until === Number.POSITIVE_INFINITY ? "on" : `until ${until} ms`}. Let one end before the other begins, or write one partition with all its groups.`,
        );
    }
}

function linkPartedByBoth(one: Partition, other: Partition): [NodeId, NodeId] | undefined {
  const others = new Set(other.groups.flat());
  const common = one.groups.flat().filter((id) => others.has(id));
  for (const from of common)
    for (const to of common)
      if (parted(one.groups, from, to, one.oneWay) && parted(other.groups, from, to, other.oneWay)) return [from, to];
  return undefined;
}
