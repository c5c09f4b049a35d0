// loses: a client may not receive before it has sent, after it was answered, or while it waits
class Req {
  turn = "send"; // what is in turn: "send", "receive", or "wait" while a receive waits

  constructor(readonly port: Port) {}

  async send(message: string): Promise<void> {
    if (this.turn !== "send") throw new Error("EFSM");
    this.turn = "receive";
    this.port.post(message);
  }

  async receive(): Promise<string> {
    while (this.turn !== "receive") await new Promise(() => {}); // until it is in turn
    this.turn = "wait";
    const message = await this.port.take();
    this.turn = "send";
    return message;
  }
}

class Rep {
  turn = "receive";

  constructor(readonly port: Port) {}

  async receive(): Promise<string> {
    if (this.turn !== "receive") throw new Error("EFSM");
    this.turn = "wait";
    const message = await this.port.take();
    this.turn = "send";
    return message;
  }

  async send(message: string): Promise<void> {
    if (this.turn !== "send") throw new Error("EFSM");
    this.turn = "receive";
    this.port.post(message);
  }
}
