// loses: several searches at the same time keep apart
class Peer extends Searcher {
  onQuery({ id, key, ttl }: Query, from: string): void {
    if (this.cameFrom[id] !== undefined) return;
    this.cameFrom[id] = from;
    const value = this.values[key];
    if (value !== undefined) this.send(from, { type: "hit", id, value });
    else if (ttl > 1)
      for (const neighbour of this.neighbours) this.send(neighbour, { type: "query", id, key, ttl: ttl - 1 });
  }
}
