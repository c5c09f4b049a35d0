class Server extends Printer {
  history: Record<string, string> = {}; // "ann 3", and what was printed
  seen: Record<string, number> = {}; // what each client is at

  async onRequest(request: Request, from: string): Promise<void> {
    const key = `${from} ${request.id}`;
    const isNew = request.id > (this.seen[from] ?? 0);
    if (isNew) {
      this.seen[from] = request.id;
      const result = await this.print(request.text, request.ms);
      this.history[key] = result;
    }
    if (key in this.history)
      this.send(from, { type: "reply", id: request.id, result: this.history[key] });
  }

  onAck(ack: Ack, from: string): void {
    delete this.history[`${from} ${ack.id}`];
  }
}
