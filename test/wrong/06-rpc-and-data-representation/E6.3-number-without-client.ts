// loses: two clients may use the same number, to ask and to acknowledge
class Server extends Node {
  history = new Map<string, Reply>(); // replies that may be needed again
  last = new Map<string, number>(); // each client, and the number of its last request

  onRequest({ id, text }: Request, from: string): void {
    if (id > (this.last.get("all") ?? 0)) {
      this.last.set("all", id);
      this.send("printer", { type: "print", text, client: from, id });
    }
    const reply = this.history.get("all");
    if (reply?.id === id) this.send(from, reply);
  }

  onPrinted({ client, id, result }: Printed): void {
    const reply: Reply = { type: "reply", id, result };
    this.history.set("all", reply);
    this.send(client, reply);
  }

  onAck({ id }: Ack, from: string): void {
    if (this.history.get("all")?.id === id) this.history.delete("all");
  }
}
