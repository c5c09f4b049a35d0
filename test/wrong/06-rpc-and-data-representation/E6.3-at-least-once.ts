// loses: though messages get lost, doubled and late, each is printed once
class Server extends Printer {
  history = new Map<string, Reply>(); // replies that may be needed again
  last = new Map<string, number>(); // each client, and the number of its last request

  async onRequest({ id, text, ms }: Request, from: string): Promise<void> {
    if (id >= (this.last.get(from) ?? 0)) {
      this.last.set(from, id);
      this.history.set(from, { type: "reply", id, result: await this.print(text, ms) });
    }
    const reply = this.history.get(from);
    if (reply?.id === id) this.send(from, reply);
  }

  onAck({ id }: Ack, from: string): void {
    if (this.history.get(from)?.id === id) this.history.delete(from);
  }
}
