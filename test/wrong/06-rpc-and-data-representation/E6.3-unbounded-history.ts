// loses: it remembers no more after 200 calls than after one
class Server extends Node {
  history = new Map<string, Reply>(); // replies that may be needed again
  last = new Map<string, number>(); // each client, and the number of its last request

  onRequest({ id, text }: Request, from: string): void {
    const call = `${from} ${id}`;
    if (!this.last.has(call)) {
      this.last.set(call, id);
      this.send("printer", { type: "print", text, client: from, id });
    }
    const reply = this.history.get(call);
    if (reply?.id === id) this.send(from, reply);
  }

  onPrinted({ client, id, result }: Printed): void {
    const reply: Reply = { type: "reply", id, result };
    this.history.set(`${client} ${id}`, reply);
    this.send(client, reply);
  }

  onAck({ id }: Ack, from: string): void {
    this.history.delete(`${from} ${id}`);
  }
}
