// loses: a message from another view is refused, and who comes back comes last
class Groups {
  groups = new Map<string, { access: Access; attributes: Map<string, unknown>; joined: string[]; view: View }>();

  list(): string[] {
    return [...this.groups.keys()].sort();
  }

  create(name: string, access: Access): void {
    if (this.groups.has(name)) throw new Error(`There is a group ${name} already.`);
    this.groups.set(name, { access, attributes: new Map(), joined: [], view: { number: 0, members: [] } });
  }

  remove(name: string): void {
    this.find(name);
    this.groups.delete(name);
  }

  join(name: string, member: string): View {
    const { members } = this.find(name).view;
    if (members.includes(member)) throw new Error(`${member} is in ${name} already.`);
    const { joined } = this.find(name);
    if (!joined.includes(member)) joined.push(member);
    return this.install(name, joined.filter((one) => one === member || members.includes(one)));
  }

  leave(name: string, member: string): View {
    const { members } = this.find(name).view;
    if (!members.includes(member)) throw new Error(`${member} is not in ${name}.`);
    return this.install(name, members.filter((other) => other !== member));
  }

  write(name: string, attribute: string, value: unknown): void {
    this.find(name).attributes.set(attribute, value);
  }

  read(name: string, attribute: string): unknown {
    return this.find(name).attributes.get(attribute);
  }

  view(name: string): View {
    const { number, members } = this.find(name).view;
    return { number, members: [...members] };
  }

  recipients(name: string, from: string, number: number): string[] {
    const { access, view } = this.find(name);
    if (number !== view.number) throw new Error(`${name} is in view ${view.number}, not ${number}.`);
    if (access === "closed" && !view.members.includes(from))
      throw new Error(`${name} is closed, and ${from} is not in it.`);
    return view.members.filter((member) => member !== from);
  }

  // You may add methods here.
  private find(name: string) {
    const group = this.groups.get(name);
    if (!group) throw new Error(`There is no group ${name}.`);
    return group;
  }

  private install(name: string, members: string[]): View {
    const group = this.find(name);
    group.view = { number: group.view.number + 1, members };
    return this.view(name);
  }
}
