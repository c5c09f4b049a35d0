// loses: the time to live is the number of hops, from 1 to 4
class Peer extends Searcher {
  onQuery({ id, key, ttl }: Query, from: string): void {
    if (this.cameFrom[id] !== undefined) return;
    this.cameFrom[id] = from;
    const value = this.values[key];
    if (value !== undefined) this.send(from, { type: "hit", id, value });
    else if (ttl > 0)
      for (const neighbour of this.neighbours)
        if (neighbour !== from) this.send(neighbour, { type: "query", id, key, ttl: ttl - 1 });
  }
}
