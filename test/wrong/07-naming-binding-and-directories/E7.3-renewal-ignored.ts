// loses: renewed in time it stays, renewed too late it is gone, and what is not there has no lease
class Dgc extends Exporter {
  // For each object: each client that has spoken of it. This field is a proposal.
  clients: Record<string, Record<string, { last: number; until: number }>> = {};

  dirty(object: string, client: string, number: number): boolean {
    if (!this.objects.includes(object)) return false;
    this.heard(object, client, number, this.time + this.lease);
    return true;
  }

  clean(object: string, client: string, number: number): void {
    if (this.objects.includes(object) && this.heard(object, client, number, 0)) this.freeIfUnused(object);
  }

  tick(time: number): void {
    for (const object of Object.keys(this.clients)) this.freeIfUnused(object);
  }

  /** Notes until when a client has a lease now, unless this is old. */
  heard(object: string, client: string, number: number, until: number): boolean {
    const known = ((this.clients[object] ??= {})[client] ??= { last: 0, until: 0 });
    if (number <= known.last) return false;
    known.last = number;
    if (known.until === 0 || until === 0) known.until = until; // the first lease is the only one
    return true;
  }

  freeIfUnused(object: string) {
    if (Object.values(this.clients[object]).some(({ until }) => until > this.time)) return;
    delete this.clients[object];
    this.free(object);
  }
}
