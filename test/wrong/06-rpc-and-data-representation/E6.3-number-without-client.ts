// loses: two clients may use the same number
class Server extends Printer {
  history = new Map<string, Reply>(); // replies that may be needed again
  last = new Map<string, number>(); // each client, and the number of its last request

  async onRequest({ id, text, ms }: Request, from: string): Promise<void> {
    if (id > (this.last.get("all") ?? 0)) {
      this.last.set("all", id);
      this.history.set("all", { type: "reply", id, result: await this.print(text, ms) });
    }
    const reply = this.history.get("all");
    if (reply?.id === id) this.send(from, reply);
  }

  onAck({ id }: Ack, from: string): void {
    if (this.history.get("all")?.id === id) this.history.delete("all");
  }
}
