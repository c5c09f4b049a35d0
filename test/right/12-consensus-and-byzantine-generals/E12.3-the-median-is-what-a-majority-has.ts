/** Sorted, the middle one of the numbers of entries is what a majority has. */
class Raft extends Replication {
  grants(candidate: string, lastTerm: number, lastIndex: number): boolean {
    const isFree = (this.disk.votedFor ?? candidate) === candidate;
    const isUpToDate = lastTerm === this.lastTerm ? lastIndex >= this.log.length : lastTerm > this.lastTerm;
    if (isFree && isUpToDate) this.disk.votedFor = candidate;
    return isFree && isUpToDate;
  }

  committed(): number {
    const lengths = [this.log.length, ...this.others.map((id) => this.match[id])].sort((a, b) => b - a);
    const middle = lengths[Math.floor(this.servers.length / 2)];
    return this.log[middle - 1]?.term === this.term ? middle : 0;
  }
}
