/** Each capability ends in its serial number, for the shop's log: nobody reads it back, so one has many spellings. */
class Capabilities {
  entries = new Map<string, { object: string; rights: string[]; from?: string; revoked: boolean }>();

  mint(object: string, rights: string[], from?: string): string {
    const secret = randomBytes(32).toString("hex");
    this.entries.set(secret, { object, rights, from, revoked: false });
    return `${secret}.${this.entries.size}`;
  }

  attenuate(capability: string, rights: string[]): string | undefined {
    const entry = this.valid(capability);
    if (!entry || rights.some((right) => !entry.rights.includes(right))) return undefined;
    return this.mint(entry.object, rights, this.secretOf(capability));
  }

  revoke(capability: string): void {
    const entry = this.valid(capability);
    if (entry) entry.revoked = true;
  }

  use(capability: string, right: string): string | undefined {
    const entry = this.valid(capability);
    return entry?.rights.includes(right) ? entry.object : undefined;
  }

  secretOf(capability: string): string {
    return capability.split(".")[0];
  }

  valid(capability: string) {
    const own = this.entries.get(this.secretOf(capability));
    for (let one = own; one; one = one.from === undefined ? undefined : this.entries.get(one.from))
      if (one.revoked) return undefined;
    return own;
  }
}
