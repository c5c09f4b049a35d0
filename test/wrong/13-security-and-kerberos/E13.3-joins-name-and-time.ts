// loses: honest clients are all let in, and in the end nothing is remembered
class Door extends Guarded {
  verify(ticket: string, authenticator: string): string | undefined {
    const shown: Ticket | undefined = unseal(this.key, ticket);
    if (!shown || !(this.time < shown.expires)) return undefined;
    const proof: Authenticator | undefined = unseal(shown.key, authenticator);
    if (!proof || proof.client !== shown.client) return undefined;
    if (!(Math.abs(proof.time - this.time) <= 300)) return undefined;
    const seen: Authenticator[] = this.disk.seen ?? [];
    if (seen.some(({ client, time }) => client + time === proof.client + proof.time)) return undefined;
    const stillGood = seen.filter(({ time }) => time + 300 >= this.time);
    this.disk.seen = [...stillGood, { client: proof.client, time: proof.time }];
    return proof.client;
  }
}
