// loses: each of four processes crashes, in each round, after it has reached any number of others
class FloodSet extends Rounds {
  known: Known = {};

  onRound(round: number, heard: Known[]): void {
    if (round === 1) this.known[this.id] = this.value;
    Object.assign(this.known, ...heard);
    const all = Object.keys(this.known).length === this.peers.length + 1;
    if (round <= this.f + 1 && !(round > 1 && all)) this.tell(this.known);
    else this.decide(this.majority());
  }

  majority(): number {
    const values = Object.values(this.known);
    return 2 * values.filter((value) => value === 1).length > values.length ? 1 : 0;
  }
}
