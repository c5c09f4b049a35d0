// loses: states that come twice or late change nothing
class OrSet extends SetReplica {
  state: { added: Record<string, string>; removed: Record<string, true> } = { added: {},
    removed: {} }; // tag -> element
  count = 0;

  add(element: string): void {
    this.state.added[element] = String(Number(this.state.added[element] ?? 0) + 1);
  }

  remove(element: string): void {
    delete this.state.added[element];
  }

  merge(other: OrSet["state"]): void {
    for (const [element, n] of Object.entries(other.added))
      this.state.added[element] = String(Number(this.state.added[element] ?? 0) + Number(n));
  }

  elements(): string[] {
    return Object.keys(this.state.added);
  }
}
