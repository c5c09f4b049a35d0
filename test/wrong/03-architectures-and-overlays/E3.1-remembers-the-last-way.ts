// loses: a hit returns by the way of the first query, however long messages take
class Peer extends Searcher {
  heard: string[] = [];

  onQuery({ id, key, ttl }: Query, from: string): void {
    if (from !== this.id && !id.startsWith(`${this.id}/`)) this.cameFrom[id] = from; // also of a copy
    if (this.heard.includes(id)) return;
    this.heard.push(id);
    const value = this.values[key];
    if (value !== undefined) this.send(from, { type: "hit", id, value });
    else if (ttl > 1)
      for (const neighbour of this.neighbours)
        if (neighbour !== from) this.send(neighbour, { type: "query", id, key, ttl: ttl - 1 });
  }
}
