// loses: add wins: a replica that has not seen an add cannot remove it, in every order
class OrSet extends SetReplica {
  state: { added: Record<string, string>; removed: Record<string, true> } = { added: {},
    removed: {} }; // tag -> element
  count = 0;

  add(element: string): void {
    this.state.added[`${this.id}:${++this.count}`] = element;
  }

  remove(element: string): void {
    for (const who of [this.id, ...this.peers])
      for (let n = 1; n < 9; n++) if ((this.state.added[`${who}:${n}`] ?? element) === element) this.state.removed[`${who}:${n}`] = true;
  }

  merge(other: OrSet["state"]): void {
    Object.assign(this.state.added, other.added);
    Object.assign(this.state.removed, other.removed);
  }

  elements(): string[] {
    const alive = Object.entries(this.state.added).filter(([tag]) => !this.state.removed[tag]);
    return [...new Set(alive.map(([, element]) => element))];
  }
}
