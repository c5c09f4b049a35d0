// loses: a copy that comes while it is being printed starts nothing
class Server extends Node {
  history = new Map<string, Reply>(); // replies that may be needed again
  last = new Map<string, number>(); // each client, and the number of its last request

  onRequest({ id, text }: Request, from: string): void {
    if (id > (this.last.get(from) ?? 0))
      this.send("printer", { type: "print", text, client: from, id });
    const reply = this.history.get(from);
    if (reply?.id === id) this.send(from, reply);
  }

  onPrinted({ client, id, result }: Printed): void {
    const reply: Reply = { type: "reply", id, result };
    this.last.set(client, id);
    this.history.set(client, reply);
    this.send(client, reply);
  }

  onAck({ id }: Ack, from: string): void {
    if (this.history.get(from)?.id === id) this.history.delete(from);
  }
}
