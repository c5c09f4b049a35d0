// loses: after leaving, the old token opens nothing, and a new one does
class Membership {
  invitations = 0;
  members = new Map<string, string>();

  constructor(readonly secret: string) {}

  invite(name: string): string {
    this.invitations++;
    return `${this.invitations}.${hmac(this.secret, `${this.invitations} ${name}`)}`;
  }

  join(name: string, token: string): boolean {
    const number = String(token).split(".")[0];
    if (token !== `${number}.${hmac(this.secret, `${number} ${name}`)}`) return false;
    if (this.members.get(name) === token) return false;
    this.members.set(name, token);
    return true;
  }

  leave(name: string): void {
    this.members.delete(name);
  }

  accept(name: string, token: string): boolean {
    return this.members.has(name) && this.members.get(name) === token;
  }
}
