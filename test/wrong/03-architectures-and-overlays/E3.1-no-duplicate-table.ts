// loses: a query ends on a circle of five, whatever its time to live
class Peer extends Searcher {
  onQuery({ id, key, ttl }: Query, from: string): void {
    this.cameFrom[id] ??= from;
    const value = this.values[key];
    if (value !== undefined) this.send(from, { type: "hit", id, value });
    else if (ttl > 1)
      for (const neighbour of this.neighbours)
        if (neighbour !== from) this.send(neighbour, { type: "query", id, key, ttl: ttl - 1 });
  }
}
