// loses: who has the value, also an empty text, does not ask others
class Peer extends Searcher {
  onQuery({ id, key, ttl }: Query, from: string): void {
    if (this.cameFrom[id]) return;
    this.cameFrom[id] = from;
    if (this.values[key]) this.send(from, { type: "hit", id, value: this.values[key] });
    else if (ttl > 1)
      for (const neighbour of this.neighbours)
        if (neighbour !== from) this.send(neighbour, { type: "query", id, key, ttl: ttl - 1 });
  }
}
