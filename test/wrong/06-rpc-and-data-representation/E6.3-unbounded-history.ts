// loses: it remembers no more after 200 calls than after one
class Server extends Printer {
  history = new Map<string, Reply>(); // replies that may be needed again
  last = new Map<string, number>(); // each client, and the number of its last request

  async onRequest({ id, text, ms }: Request, from: string): Promise<void> {
    const call = `${from} ${id}`;
    if (!this.last.has(call)) {
      this.last.set(call, id);
      this.history.set(call, { type: "reply", id, result: await this.print(text, ms) });
    }
    const reply = this.history.get(call);
    if (reply?.id === id) this.send(from, reply);
  }

  onAck({ id }: Ack, from: string): void {
    this.history.delete(`${from} ${id}`);
  }
}
