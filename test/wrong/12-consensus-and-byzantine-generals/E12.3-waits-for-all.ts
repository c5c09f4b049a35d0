// loses: a majority is more than half: two of three are one, two of five are not
class Raft extends Replication {
  grants(candidate: string, lastTerm: number, lastIndex: number): boolean {
    const { votedFor } = this.disk;
    if (votedFor !== undefined && votedFor !== candidate) return false;
    if (lastTerm < this.lastTerm || (lastTerm === this.lastTerm && lastIndex < this.log.length)) return false;
    this.disk.votedFor = candidate;
    return true;
  }

  committed(): number {
    for (let i = this.log.length; i > 0 && this.log[i - 1].term === this.term; i--) {
      const have = this.others.filter((id) => this.match[id] >= i).length;
      if (have === this.others.length) return i;
    }
    return 0;
  }
}
