/** Keeps each authenticator under a name of its own, with the last second in which it could be accepted. */
class Door extends Guarded {
  verify(ticket: string, authenticator: string): string | undefined {
    const inTicket = unseal(this.key, ticket);
    if (!inTicket || Number.isNaN(this.time) || inTicket.expires <= this.time) return undefined;
    const proof = unseal(inTicket.key, authenticator);
    if (proof?.client !== inTicket.client) return undefined;
    const [from, until] = [proof.time - 300, proof.time + 300];
    if (!(from <= this.time && this.time <= until)) return undefined;
    const name = JSON.stringify([proof.client, proof.time]);
    const last: Record<string, number> = this.disk.last ?? {};
    if (Object.hasOwn(last, name)) return undefined;
    this.disk.last = Object.fromEntries(
      [...Object.entries(last), [name, until] as const].filter(([, end]) => end >= this.time));
    return inTicket.client;
  }
}
