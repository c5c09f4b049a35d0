type Dots = Record<string, number>; // replica -> the number of an add there

/** Keeps no removed tags: `seen` says how many adds of each replica are known,
  so a known add that is missing was removed. */
class OrSet extends SetReplica {
  state: { seen: Dots; there: Record<string, string[]> } = { seen: {}, there: {} };

  add(element: string): void {
    const { seen, there } = this.state;
    seen[this.id] = (seen[this.id] ?? 0) + 1;
    there[element] = [...(there[element] ?? []), `${this.id} ${seen[this.id]}`];
  }

  remove(element: string): void { delete this.state.there[element]; }

  merge({ seen, there }: OrSet["state"]): void {
    const mine = this.state;
    const known = (by: Dots, dot: string) => Number(dot.split(" ")[1]) <= (by[dot.split(" ")[0]] ?? 0);
    const merged: Record<string, string[]> = {};
    for (const element of new Set([...Object.keys(mine.there), ...Object.keys(there)])) {
      const [ours, theirs] = [mine.there[element] ?? [], there[element] ?? []];
      const dots = [...ours.filter((dot) => theirs.includes(dot) || !known(seen, dot)),
        ...theirs.filter((dot) => !ours.includes(dot) && !known(mine.seen, dot))];
      if (dots.length > 0) merged[element] = dots.sort();
    }
    const clock: Dots = { ...mine.seen };
    for (const [id, n] of Object.entries(seen)) clock[id] = Math.max(clock[id] ?? 0, n);
    this.state = { seen: clock, there: merged };
  }

  elements(): string[] { return Object.keys(this.state.there); }
}
