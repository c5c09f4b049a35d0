/** What is in turn, and what comes next: begins with `verbs[0]`, and goes round. */
class Turns {
  next = 0;
  busy = false;

  constructor(readonly verbs: string[]) {}

  begin(verb: string): void {
    if (this.busy || this.verbs[this.next] !== verb) throw new Error("EFSM");
    this.busy = true;
  }
  end(): void {
    this.busy = false;
    this.next = 1 - this.next;
  }
}

class Req {
  turns = new Turns(["send", "receive"]);

  constructor(readonly port: Port) {}

  async send(message: string): Promise<void> {
    this.turns.begin("send");
    this.port.post(message);
    this.turns.end();
  }
  async receive(): Promise<string> {
    this.turns.begin("receive");
    return this.port.take().finally(() => this.turns.end());
  }
}

class Rep extends Req {
  turns = new Turns(["receive", "send"]);
}
