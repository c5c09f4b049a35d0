// loses: after an error all is as before: nothing was sent, nothing was taken, and no turn is lost
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

  refuse(): never {
    this.turn = "broken";
    throw new Error("EFSM");
  }

  constructor(readonly port: Port) {}

  async receive(): Promise<string> {
    if (this.turn !== "receive") this.refuse();
    this.turn = "wait";
    const message = await this.port.take();
    this.turn = "send";
    return message;
  }

  async send(message: string): Promise<void> {
    if (this.turn !== "send") this.refuse();
    this.turn = "receive";
    this.port.post(message);
  }
}
