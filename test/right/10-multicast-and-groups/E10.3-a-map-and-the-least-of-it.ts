/** Keeps what waits in a map, and delivers the least as long as it is final. */
class Abcast extends Author {
  known = 0;
  pending = new Map<string, { text: string; key: [number, string]; decided: boolean }>();
  votes = new Map<string, Map<string, number>>();

  onData(data: Data, from: string): void {
    this.known += 1;
    this.pending.set(data.id, { text: data.text, key: [this.known, this.id], decided: false });
    this.send(from, { type: "propose", id: data.id, priority: this.known });
  }

  onPropose(proposal: Propose, from: string): void {
    const votes = this.votes.get(proposal.id) ?? new Map<string, number>();
    this.votes.set(proposal.id, votes.set(from, proposal.priority));
    if (votes.size <= this.peers.length) return;
    const priority = Math.max(...votes.values());
    const winners = [...votes.keys()].filter((member) => votes.get(member) === priority).sort();
    this.toAll({ type: "final", id: proposal.id, priority, by: winners[winners.length - 1] });
  }

  onFinal(final: Final): void {
    this.known = Math.max(this.known, final.priority);
    const entry = this.pending.get(final.id);
    this.pending.set(final.id, { ...entry, key: [final.priority, final.by], decided: true });
    for (let id = this.least(); id !== undefined && this.pending.get(id).decided; id = this.least()) {
      const { text } = this.pending.get(id);
      this.pending.delete(id);
      this.deliver(text);
    }
  }

  least(): string {
    let best: string;
    for (const [id, { key: [number, name] }] of this.pending) {
      const [low, first] = best === undefined ? [Infinity, ""] : this.pending.get(best).key;
      if (number < low || (number === low && name < first)) best = id;
    }
    return best;
  }
}
