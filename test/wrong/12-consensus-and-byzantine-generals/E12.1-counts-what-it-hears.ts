// loses: a proposal that is heard of often counts once
class FloodSet extends Rounds {
  known: Known = {};
  votes: number[] = [];

  onRound(round: number, heard: Known[]): void {
    if (round === 1) this.known[this.id] = this.value;
    Object.assign(this.known, ...heard);
    this.votes.push(...(round === 1 ? [this.value] : heard.flatMap((known) => Object.values(known))));
    if (round <= this.f + 1) this.tell(this.known);
    else this.decide(this.majority());
  }

  majority(): number {
    const values = this.votes;
    return 2 * values.filter((value) => value === 1).length > values.length ? 1 : 0;
  }
}
