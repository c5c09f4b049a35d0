// loses: states that come twice or late change nothing
class OrSet extends SetReplica {
  state: string[] = [];
  add(element: string): void { this.merge([element]); }
  remove(element: string): void { this.state = this.state.filter((one) => one !== element); }
  merge(other: string[]): void { this.state = [...new Set([...this.state, ...other])].sort(); }
  elements(): string[] { return this.state; }
}
