// loses: silence is no consent
class Coordinator extends Logging {
  yes: string[] = []; // who has voted yes
  no: string[] = []; // who has voted no
  open: string[] = []; // who has not acknowledged the outcome

  onStart(): void {
    this.broadcast({ type: "canCommit" });
    this.setTimer("votes", 60);
  }

  onVote({ vote }: Vote, from: string): void {
    const votes = vote === "yes" ? this.yes : this.no;
    if (this.outcome || votes.includes(from)) return;
    votes.push(from);
    if (vote === "no") this.decide("abort");
    else if (this.yes.length === this.peers.length) this.decide("commit");
  }

  onAck(_: unknown, from: string): void {
    this.open = this.open.filter((server) => server !== from);
    if (this.open.length === 0) this.clearTimer("again");
  }

  onTimer(name = ""): void {
    if (name === "votes") this.decide("abort");
    else this.tell(this.outcome);
  }

  onRestart(): void {
    const known = this.outcome;
    if (!known) return this.decide("abort");
    this.open = [...this.peers];
    this.tell(known);
  }

  // You may add methods here.
  decide(outcome: Outcome): void {
    if (this.outcome) return;
    this.clearTimer("votes");
    this.force(outcome);
    this.open = this.peers.filter((server) => !this.no.includes(server));
    this.tell(outcome);
  }

  tell(outcome: Outcome): void {
    for (const server of this.open) this.send(server, { type: outcome });
    if (this.open.length > 0) this.setTimer("again", 50);
  }
}

class Participant extends Server {
  onCanCommit(_: unknown, from: string): void {
    if (this.outcome === "commit") return; // all have voted, long ago
    if (!this.outcome && !this.log.includes("yes")) {
      if (this.willing) this.force("yes");
      else this.finish("abort");
    }
    this.send(from, { type: "vote", vote: this.outcome ? "no" : "yes" });
  }

  onCommit(_: unknown, from: string): void {
    this.finish("commit");
    this.send(from, { type: "ack" });
  }

  onAbort(_: unknown, from: string): void {
    this.finish("abort");
    this.send(from, { type: "ack" });
  }

  onRestart(): void {
    // Nothing to do: the log says what was promised, and the coordinator repeats the outcome.
  }

  // You may add methods here.
  finish(outcome: Outcome): void {
    if (this.outcome) return;
    this.force(outcome);
    this.apply(outcome);
  }
}
