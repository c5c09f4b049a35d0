// loses: a token is no help in making others: another number, another name
// One token seen, and anybody can make more.
class Membership {
  invitations = 0;
  used = new Set<string>();
  members = new Map<string, string>();

  constructor(readonly secret: string) {}

  invite(name: string): string {
    this.invitations++;
    return this.tokenOf(String(this.invitations), name);
  }

  join(name: string, token: string): boolean {
    const [number] = String(token).split(".");
    if (token !== this.tokenOf(number, name) || this.used.has(token)) return false;
    this.used.add(token);
    this.members.set(name, token);
    return true;
  }

  leave(name: string): void {
    this.members.delete(name);
  }

  accept(name: string, token: string): boolean {
    return this.members.has(name) && this.members.get(name) === token;
  }

  tokenOf(number: string, name: string): string {
    return `${number}.${this.secret}.${name}`;
  }
}
