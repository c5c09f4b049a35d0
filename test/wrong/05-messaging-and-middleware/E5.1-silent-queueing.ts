// loses: a server may not send before it was asked, nor take two questions
class Req {
  turn = "send"; // what is in turn: "send", "receive", or "wait" while a receive waits

  constructor(readonly port: Port) {}

  async send(message: string): Promise<void> {
    if (this.turn !== "send") throw new Error("EFSM");
    this.turn = "receive";
    this.port.post(message);
  }

  async receive(): Promise<string> {
    if (this.turn !== "receive") throw new Error("EFSM");
    this.turn = "wait";
    const message = await this.port.take();
    this.turn = "send";
    return message;
  }
}

class Rep {
  turn = "receive";
  early: string[] = [];

  constructor(readonly port: Port) {}

  async receive(): Promise<string> {
    if (this.turn !== "receive") throw new Error("EFSM");
    this.turn = "wait";
    const message = await this.port.take();
    this.turn = "send";
    if (this.early.length > 0) await this.send(this.early.shift());
    return message;
  }

  async send(message: string): Promise<void> {
    if (this.turn !== "send") {
      this.early.push(message);
      return;
    }
    this.turn = "receive";
    this.port.post(message);
  }
}
