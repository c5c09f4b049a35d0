// loses: a hit returns by the way of the first query, however long messages take
class Peer extends Searcher {
  onQuery({ id, key, ttl }: Query, from: string): void {
    if (this.cameFrom[id] !== undefined) return;
    this.cameFrom[id] = from;
    const value = this.values[key];
    if (value !== undefined) this.send(id.split("/")[0], { type: "hit", id, value });
    else if (ttl > 1)
      for (const neighbour of this.neighbours)
        if (neighbour !== from) this.send(neighbour, { type: "query", id, key, ttl: ttl - 1 });
  }
}
