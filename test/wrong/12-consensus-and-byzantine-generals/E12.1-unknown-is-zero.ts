// loses: a tie gives 0, and an unknown proposal counts for nothing
class FloodSet extends Rounds {
  known: Known = {};

  onRound(round: number, heard: Known[]): void {
    if (round === 1) this.known[this.id] = this.value;
    Object.assign(this.known, ...heard);
    if (round <= this.f + 1) this.tell(this.known);
    else this.decide(this.majority());
  }

  majority(): number {
    const values = Object.values(this.known);
    return 2 * values.filter((value) => value === 1).length > this.peers.length + 1 ? 1 : 0;
  }
}
