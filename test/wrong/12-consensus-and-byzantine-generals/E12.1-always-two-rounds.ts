// loses: two crashes, one after the other: with f = 2 the news still reaches everybody; other f need other rounds
class FloodSet extends Rounds {
  known: Known = {};

  onRound(round: number, heard: Known[]): void {
    if (round === 1) this.known[this.id] = this.value;
    Object.assign(this.known, ...heard);
    if (round <= 2) this.tell(this.known);
    else this.decide(this.majority());
  }

  majority(): number {
    const values = Object.values(this.known);
    return 2 * values.filter((value) => value === 1).length > values.length ? 1 : 0;
  }
}
