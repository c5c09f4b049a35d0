// loses: one crash: no term has two leaders
class Raft extends Replication {
  voted = { term: 0, for: "" };

  grants(candidate: string, lastTerm: number, lastIndex: number): boolean {
    if (this.voted.term === this.term && this.voted.for !== candidate) return false;
    if (this.role === "candidate") return false;
    if (lastTerm < this.lastTerm || (lastTerm === this.lastTerm && lastIndex < this.log.length)) return false;
    this.voted = { term: this.term, for: candidate };
    return true;
  }

  committed(): number {
    for (let i = this.log.length; i > 0 && this.log[i - 1].term === this.term; i--) {
      const have = this.others.filter((id) => this.match[id] >= i).length;
      if (this.isMajority(1 + have)) return i;
    }
    return 0;
  }
}
