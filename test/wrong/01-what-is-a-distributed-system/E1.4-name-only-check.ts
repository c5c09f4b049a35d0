// loses: a forged token is refused
class Membership {
  invited = new Set<string>();
  members = new Set<string>();

  constructor(readonly secret: string) {}

  invite(name: string): string {
    this.invited.add(name);
    return hmac(this.secret, name);
  }

  join(name: string, token: string): boolean {
    if (!this.invited.delete(name)) return false;
    this.members.add(name);
    return true;
  }

  leave(name: string): void {
    this.members.delete(name);
  }

  accept(name: string, token: string): boolean {
    return this.members.has(name);
  }
}
