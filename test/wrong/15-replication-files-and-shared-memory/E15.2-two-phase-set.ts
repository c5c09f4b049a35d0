// loses: a removed element can be added again, wherever that is, and any text is an element
class OrSet extends SetReplica {
  state: { added: string[]; removed: string[] } = { added: [], removed: [] };
  add(element: string): void { this.state.added = union(this.state.added, [element]); }
  remove(element: string): void { if (this.state.added.includes(element)) this.state.removed = union(this.state.removed, [element]); }
  merge({ added, removed }: OrSet["state"]): void {
    this.state = { added: union(this.state.added, added), removed: union(this.state.removed, removed) };
  }
  elements(): string[] { return this.state.added.filter((element) => !this.state.removed.includes(element)); }
}
const union = (a: string[], b: string[]) => [...new Set([...a, ...b])].sort();
