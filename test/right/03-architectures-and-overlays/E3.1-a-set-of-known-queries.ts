class Peer extends Searcher {
  known = new Set<string>();

  onQuery(query: Query, from: string): void {
    const { id, key, ttl } = query;
    if (this.known.has(id)) return;
    this.known.add(id);
    this.cameFrom[id] = from;
    if (key in this.values) {
      this.onHit({ type: "hit", id, value: this.values[key] });
      return;
    }
    const others = ttl <= 1 ? [] : this.neighbours.filter((neighbour) => neighbour !== from);
    others.forEach((neighbour) => this.send(neighbour, { ...query, ttl: ttl - 1 }));
  }
}
