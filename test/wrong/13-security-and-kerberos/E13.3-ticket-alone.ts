// loses: the same, with a fast clock, ten minutes that pass and one crash, in every order
class Door extends Guarded {
  verify(ticket: string, authenticator: string): string | undefined {
    const shown: Ticket | undefined = unseal(this.key, ticket);
    if (!shown || !(this.time < shown.expires)) return undefined;
    return shown.client;
  }

  isNow(time: number): boolean {
    return Math.abs(time - this.time) <= 300;
  }

  /** Those that might still pass the check of the time; while there is no time, all of them. */
  remembered(): Authenticator[] {
    const seen: Authenticator[] = this.disk.seen ?? [];
    return seen.filter(({ time }) => !(time + 300 < this.time));
  }
}
