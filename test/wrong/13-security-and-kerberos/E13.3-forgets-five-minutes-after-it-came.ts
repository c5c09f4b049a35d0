// loses: the same, with a fast clock, ten minutes that pass and one crash, in every order
class Door extends Guarded {
  verify(ticket: string, authenticator: string): string | undefined {
    const shown: Ticket | undefined = unseal(this.key, ticket);
    if (!shown || !(this.time < shown.expires)) return undefined;
    const proof: Authenticator | undefined = unseal(shown.key, authenticator);
    if (!proof || proof.client !== shown.client) return undefined;
    const seen = this.remembered();
    this.disk.seen = seen;
    if (!this.isNow(proof.time)) return undefined;
    if (seen.some(({ client, time }) => client === proof.client && time === proof.time)) return undefined;
    this.disk.seen = [...seen, { client: proof.client, time: proof.time, at: this.time }];
    return proof.client;
  }

  isNow(time: number): boolean {
    return Math.abs(time - this.time) <= 300;
  }

  /** Those that might still pass the check of the time; while there is no time, all of them. */
  remembered(): Authenticator[] {
    const seen: (Authenticator & { at: number })[] = this.disk.seen ?? [];
    return seen.filter(({ at }) => !(at + 300 < this.time));
  }
}
