// loses: a removed element can be added again, wherever that is, and any text is an element
class OrSet extends SetReplica {
  state: any = {}; // for each add, "element:replica:number": whether it was removed
  count = 0; // of this replica's adds

  add(element: string): void {
    this.state[`${element}:${this.id}:${++this.count}`] = false;
  }

  remove(element: string): void {
    for (const tag of Object.keys(this.state)) if (tag.split(":")[0] === element) this.state[tag] = true;
  }

  merge(other: any): void {
    for (const [tag, removed] of Object.entries(other)) this.state[tag] = removed || this.state[tag] === true;
  }

  elements(): string[] {
    const alive = Object.keys(this.state).filter((tag) => !this.state[tag]);
    return [...new Set(alive.map((tag) => tag.split(":")[0]))];
  }
}
