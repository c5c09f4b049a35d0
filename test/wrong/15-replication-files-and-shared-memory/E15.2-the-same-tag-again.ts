// loses: a removed element can be added again, wherever that is, and any text is an element
class OrSet extends SetReplica {
  state: { added: Record<string, string>; removed: Record<string, true> } = { added: {},
    removed: {} }; // tag -> element
  count = 0;

  add(element: string): void {
    this.state.added[`${this.id}:${element}`] = element;
  }

  remove(element: string): void {
    for (const [tag, tagged] of Object.entries(this.state.added))
      if (tagged === element) this.state.removed[tag] = true;
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
