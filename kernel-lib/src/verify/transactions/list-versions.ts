// The versions of a list: a transaction that reads [1, 2, 3] has seen the order in which these were appended (Kingsbury
// and Alvaro, "Elle", VLDB 2020).
import { quote } from "../../node/errors.js";
import { INITIAL } from "./history.js";
import type { Observing } from "./observing.js";
import type { ValueKey, WrittenKey } from "./values.js";

export interface ListRead {
  readonly reader: number;
  readonly elements: readonly ValueKey[];
  /** The same as they were given. */
  readonly values: readonly unknown[];
  /** How many the reader itself had appended before. */
  readonly own: number;
}

/** The longest read gives the order; elements never read come after it, in an unknown order. */
export function listVersions(key: WrittenKey, reads: readonly ListRead[], observing: Observing): void {
  const { numbers, all } = observing;
  const number = observing.keys.length;
  const longest = reads.reduce<ListRead | undefined>(
    (best, read) => (best === undefined || read.elements.length > best.elements.length ? read : best),
    undefined,
  );
  const place = placesOf(key, longest, observing);
  for (const read of reads) {
    const { reader, elements } = read;
    if (!elements.every((element, i) => element === longest!.elements[i])) {
      const [one, other] = [all[longest!.reader]!.id, all[reader]!.id];
      observing.found(
        "incompatible order",
        `${one} reads ${quote(longest!.values)} from ${key.name} and ${other} reads ${quote(read.values)}: neither is the beginning of the other.`,
      );
      continue;
    }
    checkOwn(key, read, place, observing);
    let last = elements.length - 1;
    while (last >= 0 && (place.writers[last] === INITIAL || place.writers[last] === reader)) last--;
    const version = last < 0 ? INITIAL : place.versions[last]!;
    const goesOn = last < elements.length - 1 && place.writers[last + 1] === place.writers[last];
    if (last >= 0 && !place.finals[last] && !goesOn) observing.intermediate(place.given[last]!, reader, key.name);
    for (let i = 0; i < Math.min(elements.length, place.wrong.length); i++)
      if (place.wrong[i]) {
        if (place.given[i] === INITIAL) observing.invented(read.values[i], reader, key.name);
        else observing.aborted(place.given[i]!, reader, key.name);
      }
    observing.reads.push({ reader, key: number, sources: [version] });
  }
  const tail = new Set<number>();
  const isRead = new Set(longest?.elements);
  for (const [element, writings] of key.values)
    for (const { by } of writings) if (numbers[by] !== INITIAL && !isRead.has(element)) tail.add(numbers[by]!);
  const lastWriter = place.chain.length === 0 ? INITIAL : observing.writers[place.chain.at(-1)!]!;
  tail.delete(lastWriter);
  const free = [...tail].sort((a, b) => a - b).map((writer) => observing.version(writer));
  const settled = free.length === 1;
  observing.keys.push({
    key: key.name,
    chain: settled ? [...place.chain, ...free] : place.chain,
    free: settled ? [] : free,
    freeFollow: true,
  });
}

/** What is known of each place of the longest read. */
interface Places {
  readonly chain: number[];
  /** The number of who appended it, or INITIAL where that does not count. */
  readonly writers: number[];
  /** The same, as given. */
  readonly given: number[];
  readonly finals: boolean[];
  readonly versions: number[];
  /** Where it should not be there; empty where everything should. */
  readonly wrong: boolean[];
}

function placesOf(key: WrittenKey, longest: ListRead | undefined, observing: Observing): Places {
  const { numbers, all } = observing;
  const places: Places = { chain: [], writers: [], given: [], finals: [], versions: [], wrong: [] };
  const met = new Set<ValueKey>();
  const latest = new Map<number, number>();
  let wrong = false;
  for (const [i, element] of (longest?.elements ?? []).entries()) {
    const writings = met.has(element) ? [] : (key.values.get(element) ?? []);
    if (met.has(element)) {
      const why = `${all[longest!.reader]!.id} reads ${quote(longest!.values[i])} from ${key.name} twice in one list.`;
      observing.found("duplicate elements", why);
    }
    const writing = writings.find(({ by }) => numbers[by] !== INITIAL) ?? writings[0];
    const writer = writing ? numbers[writing.by]! : INITIAL;
    if (writing && writing.nth < (latest.get(writing.by) ?? 0)) {
      const why = `${all[longest!.reader]!.id} reads ${quote(longest!.values)} from ${key.name}, not in the order in which ${observing.given[writing.by]!.id} appended.`;
      observing.found("incompatible order", why);
    }
    if (writing) latest.set(writing.by, writing.nth);
    const previous = places.writers.findLast((one) => one !== INITIAL);
    if (writer !== INITIAL && writer !== previous) places.chain.push(observing.version(writer));
    places.writers.push(writer);
    places.given.push(writing?.by ?? INITIAL);
    places.finals.push(writing?.final ?? true);
    places.versions.push(places.chain.at(-1) ?? INITIAL);
    places.wrong.push(writer === INITIAL && !met.has(element));
    wrong ||= places.wrong[i]!;
    met.add(element);
  }
  return wrong ? places : { ...places, wrong: [] };
}

/** A transaction sees what it has itself appended, in its order, and nothing that it appends later. */
function checkOwn(key: WrittenKey, { reader, elements, own, values }: ListRead, place: Places, observing: Observing) {
  let mine = 0;
  for (let i = 0; i < elements.length; i++) if (place.writers[i] === reader) mine++;
  if (mine !== own)
    observing.found(
      "internal",
      `${observing.all[reader]!.id} reads ${quote(values)} from ${key.name}, with ${mine} of its own elements instead of ${own}.`,
    );
}
