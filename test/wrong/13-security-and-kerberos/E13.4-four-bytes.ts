// loses: nobody can guess one
class Capabilities {
  entries = new Map<string, { object: string; rights: string[]; from?: string; revoked: boolean }>();

  mint(object: string, rights: string[]): string {
    return this.add({ object, rights, revoked: false });
  }

  attenuate(capability: string, rights: string[]): string | undefined {
    const entry = this.valid(capability);
    if (!entry || !rights.every((right) => entry.rights.includes(right))) return undefined;
    return this.add({ object: entry.object, rights, from: capability, revoked: false });
  }

  revoke(capability: string): void {
    const entry = this.entries.get(capability);
    if (entry) entry.revoked = true;
  }

  use(capability: string, right: string): string | undefined {
    const entry = this.valid(capability);
    return entry?.rights.includes(right) ? entry.object : undefined;
  }

  add(entry: { object: string; rights: string[]; from?: string; revoked: boolean }): string {
    const capability = randomBytes(4).toString("hex");
    this.entries.set(capability, entry);
    return capability;
  }

  valid(capability: string) {
    const entry = this.entries.get(capability);
    for (let one = entry; one; one = this.entries.get(one.from)) if (one.revoked) return undefined;
    return entry;
  }
}
