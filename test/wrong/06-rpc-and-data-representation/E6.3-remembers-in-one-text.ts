// loses: it remembers no more after 200 calls than after one
class Server extends Node {
  history = new Map<string, Reply>(); // replies that may be needed again
  seen = ";"; // all requests there were

  onRequest({ id, text }: Request, from: string): void {
    if (!this.seen.includes(`;${from} ${id};`)) {
      this.seen += `${from} ${id};`;
      this.send("printer", { type: "print", text, client: from, id });
    }
    const reply = this.history.get(from);
    if (reply?.id === id) this.send(from, reply);
  }

  onPrinted({ client, id, result }: Printed): void {
    const reply: Reply = { type: "reply", id, result };
    this.history.set(client, reply);
    this.send(client, reply);
  }

  onAck({ id }: Ack, from: string): void {
    if (this.history.get(from)?.id === id) this.history.delete(from);
  }
}
