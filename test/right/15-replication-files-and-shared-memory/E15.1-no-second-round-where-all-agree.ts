type Round = { op: number; phase: "ask" | "store"; value?: number; heard: [from: string,
  copy: Copy][]; acks: string[]; copy?: Copy };

/** One record for the running operation. A read whose copy lies on a write quorum already does not store it again. */
class QuorumClient extends FileClient {
  value: number | undefined;
  copies: Record<string, Copy> = {};
  stored: string[] = [];
  putting: Copy | undefined;
  free = 1; // a number this client has not given to a copy
  round: Round = { op: 0, phase: "ask", heard: [], acks: [] };

  read(): void { this.ask({ op: this.op, phase: "ask", heard: [], acks: [] }); }
  write(value: number): void { this.ask({ op: this.op, phase: "ask", value, heard: [], acks: [] }); }

  ask(round: Round): void {
    const all = this.sum(Object.keys(this.votes));
    this.round = round;
    if (all >= this.R + this.W || all >= 2 * this.W) this.refuse();
    else this.tell({ type: "get", op: round.op });
  }

  onCopy({ op, copy }: { op: number; copy: Copy }, from: string): void {
    const { round } = this;
    if (op !== round.op || round.phase !== "ask" || round.heard.some(([id]) => id === from)) return;
    round.heard.push([from, copy]);
    if (this.sum(round.heard.map(([id]) => id)) < this.R) return;
    const best = round.heard.map(([, one]) => one).sort((a, b) => (newer(a.stamp, b.stamp) ? -1 : 1))[0];
    const holders = round.heard.filter(([, one]) => !newer(best.stamp, one.stamp)).map(([id]) => id);
    if (round.value === undefined && this.sum(holders) >= this.W) return this.finish(best.value);
    round.phase = "store";
    if (round.value !== undefined && best.stamp.number >= this.free) this.free = best.stamp.number + 1;
    round.copy = round.value === undefined ? best
      : { value: round.value, stamp: { writer: this.id, number: this.free++ } };
    this.tell({ type: "put", op, copy: round.copy });
  }

  onStored({ op }: { op: number }, from: string): void {
    const { round } = this;
    if (op !== round.op || round.phase !== "store" || round.acks.includes(from)) return;
    round.acks.push(from);
    if (this.sum(round.acks) >= this.W) this.finish(round.value === undefined ? round.copy?.value : undefined);
  }

  onTimer(): void { this.round.op = 0; this.refuse(); }

  finish(value?: number): void { this.round.op = 0; this.done(value); }
  sum(ids: string[]): number { return ids.map((id) => this.votes[id]).reduce((a, b) => a + b, 0); }
  tell(message: { type: string; op: number; copy?: Copy }): void {
    for (const id of Object.keys(this.votes)) this.send(id, message);
  }
}
