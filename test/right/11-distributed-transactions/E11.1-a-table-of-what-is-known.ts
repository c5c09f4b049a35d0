/** The coordinator keeps one word about each server, and looks at all of them after each event. */
class Coordinator extends Logging {
  word: Record<string, "asked" | "yes" | "no" | "acknowledged"> = {};

  onStart(): void {
    for (const server of this.peers) this.send(server, { type: "canCommit" });
    this.setTimer("votes", 100);
  }
  onVote({ vote }: Vote, from: string): void {
    if (this.outcome) return;
    this.word[from] = vote;
    this.look();
  }
  onAck(_: unknown, from: string): void {
    this.word[from] = "acknowledged";
    if (this.missing().length === 0) this.clearTimer("again");
  }
  onTimer(name = ""): void {
    if (name === "again") return this.repeat();
    if (!this.outcome) this.close("abort");
  }
  onRestart(): void {
    if (this.outcome) this.repeat();
    else this.close("abort");
  }

  look(): void {
    const words = this.peers.map((server) => this.word[server]);
    if (words.includes("no")) this.close("abort");
    else if (words.every((word) => word === "yes")) this.close("commit");
  }
  close(outcome: Outcome): void {
    this.force(outcome);
    this.clearTimer("votes");
    this.repeat();
  }
  missing(): string[] {
    return this.peers.filter((server) => this.word[server] !== "acknowledged" && this.word[server] !== "no");
  }
  repeat(): void {
    const open = this.missing();
    for (const server of open) this.send(server, this.outcome === "commit" ? { type: "commit" } : { type: "abort" });
    if (open.length > 0) this.setTimer("again", 50);
  }
}

class Participant extends Server {
  onCanCommit(_: unknown, from: string): void {
    const last = this.log.at(-1);
    if (last === undefined) this.first();
    const now = this.log.at(-1);
    if (now === "yes") this.send(from, { type: "vote", vote: "yes" });
    if (now === "abort") this.send(from, { type: "vote", vote: "no" });
  }
  first(): void {
    if (this.willing) this.force("yes");
    else this.learn("abort");
  }
  onCommit(_: unknown, from: string): void { this.learn("commit", from); }
  onAbort(_: unknown, from: string): void { this.learn("abort", from); }
  onRestart(): void {
    if (this.log.length === 0) this.learn("abort"); // nothing is promised yet, so it may
  }
  learn(outcome: Outcome, from?: string): void {
    if (!this.outcome) {
      this.force(outcome);
      this.apply(outcome);
    }
    if (from) this.send(from, { type: "ack" });
  }
}
