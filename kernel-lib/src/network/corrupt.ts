// Noise on a link: one number, string or boolean of a message changes; its type does not, because then no handler would
// notice that it arrived.
import { copy } from "../node/copy.js";
import type { Random } from "./random.js";

interface Leaf {
  readonly owner: any;
  readonly key: string | number;
}

/** A copy of `message` with one part changed; the same message if there is nothing to change. */
export function corrupted(message: any, random: Random): any {
  const changed = copy(message, "a message");
  const leaves = leavesOf(changed).filter(({ owner, key }) => owner !== changed || key !== "type");
  if (leaves.length === 0) return changed;
  const { owner, key } = leaves[Math.floor(random() * leaves.length)];
  owner[key] = noise(owner[key], random);
  return changed;
}

function leavesOf(owner: any): Leaf[] {
  return Object.keys(owner).flatMap((key): Leaf[] => {
    const part = owner[key];
    if (typeof part === "object" && part !== null) return leavesOf(part);
    return ["number", "string", "boolean"].includes(typeof part) && part !== "" ? [{ owner, key }] : [];
  });
}

function noise(value: number | string | boolean, random: Random): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number")
    return Number.isInteger(value) && Math.abs(value) < 2 ** 30 ? value ^ (1 << Math.floor(random() * 8)) : value + 1;
  const at = Math.floor(random() * value.length);
  const other = String.fromCharCode(97 + Math.floor(random() * 26));
  return value.slice(0, at) + (value[at] === other ? "#" : other) + value.slice(at + 1);
}
