// loses: no way leads to more rights, and a part of a right is none
class Capabilities {
  known: Record<string, any> = {}; // what stands behind each capability; use it or not

  mint(object: string, rights: string[]): string {
    const capability = randomBytes(16).toString("hex");
    this.known[capability] = { object, rights };
    return capability;
  }

  attenuate(capability: string, rights: string[]): string | undefined {
    const old = this.known[capability];
    for (let one = old; one; one = this.known[one.from]) if (one.revoked) return undefined;
    if (!old || !rights.every((right) => old.rights.includes(right))) return undefined;
    const narrower = this.mint(old.object, rights);
    this.known[narrower].from = capability;
    return narrower;
  }

  revoke(capability: string): void {
    if (capability in this.known) this.known[capability].revoked = true;
  }

  use(capability: string, right: string): string | undefined {
    const entry = this.known[capability];
    for (let one = entry; one; one = this.known[one.from]) if (one.revoked) return undefined;
    return entry?.rights.includes(right) ? entry.object : undefined;
  }
}
