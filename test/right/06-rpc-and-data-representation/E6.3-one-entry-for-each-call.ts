class Server extends Node {
  history: Record<string, string> = {}; // "ann 3", and what was printed
  seen: Record<string, number> = {}; // what each client is at

  onRequest(request: Request, from: string): void {
    const key = `${from} ${request.id}`;
    if (key in this.history) return this.answer(from, request.id);
    if (request.id <= (this.seen[from] ?? 0)) return;
    this.seen[from] = request.id;
    this.send("printer", { type: "print", text: request.text, client: from, id: request.id });
  }

  onPrinted(page: Printed): void {
    this.history[`${page.client} ${page.id}`] = page.result;
    this.answer(page.client, page.id);
  }

  answer(client: string, id: number): void {
    this.send(client, { type: "reply", id, result: this.history[`${client} ${id}`] });
  }

  onAck(ack: Ack, from: string): void {
    delete this.history[`${from} ${ack.id}`];
  }
}
