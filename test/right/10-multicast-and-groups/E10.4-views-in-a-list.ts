/** Keeps all views of a group; the current one is the last. */
class Groups {
  private readonly views: Record<string, string[][]> = Object.create(null); // not even "constructor"
  private readonly rest: Record<string, { closed: boolean; attributes: Map<string, unknown> }> = Object.create(null);

  list(): string[] { return Object.keys(this.views).sort(); }

  create(name: string, access: Access): void {
    if (this.views[name]) throw new Error(`${name} exists.`);
    this.views[name] = [[]];
    this.rest[name] = { closed: access === "closed", attributes: new Map() };
  }

  remove(name: string): void {
    this.view(name);
    delete this.views[name];
    delete this.rest[name];
  }

  join(name: string, member: string): View {
    const { members } = this.view(name);
    if (members.includes(member)) throw new Error(`${member} is a member of ${name}.`);
    this.views[name].push([...members, member]);
    return this.view(name);
  }

  leave(name: string, member: string): View {
    const { members } = this.view(name);
    const left = members.filter((other) => other !== member);
    if (left.length === members.length) throw new Error(`${member} is no member of ${name}.`);
    this.views[name].push(left);
    return this.view(name);
  }

  write(name: string, attribute: string, value: unknown): void {
    this.view(name);
    this.rest[name].attributes.set(attribute, value);
  }

  read(name: string, attribute: string): unknown {
    this.view(name);
    return this.rest[name].attributes.get(attribute);
  }

  view(name: string): View {
    const views = this.views[name];
    if (!views) throw new Error(`${name} does not exist.`);
    const number = views.length - 1;
    return { number, members: [...views[number]] };
  }

  recipients(name: string, from: string, number: number): string[] {
    const { number: current, members } = this.view(name);
    if (current !== number) throw new Error(`View ${number} is not the current one, ${current}.`);
    if (this.rest[name].closed && !members.includes(from)) throw new Error(`${from} is an outsider.`);
    return members.filter((member) => member !== from);
  }
}
