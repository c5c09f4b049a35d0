/** Tells a proposal on only once, in the round after it has heard of it. */
class FloodSet extends Rounds {
  proposals = new Map<string, number>();

  onRound(round: number, heard: Known[]): void {
    const news: Known = round === 1 ? { [this.id]: this.value } : {};
    for (const known of heard)
      for (const [id, value] of Object.entries(known)) if (!this.proposals.has(id)) news[id] = value;
    for (const [id, value] of Object.entries(news)) this.proposals.set(id, value);
    if (round > this.f + 1) {
      let balance = 0;
      for (const value of this.proposals.values()) balance += value === 1 ? 1 : -1;
      this.decide(balance > 0 ? 1 : 0);
    } else if (Object.keys(news).length > 0) this.tell(news);
  }
}
