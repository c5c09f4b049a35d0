type Numbered = Item & { queue: string; number: number };

/** Looks everything up on the disk, and counts: what was put, has arrived, is kept, is done. */
class QueueManager extends Node<{ log: any[] }> {
  addresses: Record<string, string> = {};

  records(kind: string, queue: string): any[] {
    return (this.disk.log ?? []).filter((record) => record.kind === kind && record.queue === queue);
  }
  write(record: object): void {
    this.disk.log = [...(this.disk.log ?? []), record];
  }

  onRestart() {
    for (const queue of Object.keys(this.addresses)) this.setTimer(queue, 1);
  }
  onPut({ queue, body }: Put): string {
    const number = this.records("put", queue).length;
    this.write({ kind: "put", queue, id: `${this.id}/${queue}/${number}`, body, number });
    if (this.addresses[queue] === this.id) this.keep(queue, this.records("put", queue)[number]);
    else this.setTimer(queue, 1);
    return "stored";
  }
  keep(queue: string, { id, body }: Item) {
    this.write({ kind: "kept", queue, id, body });
  }
  oldest(queue: string): Item | undefined {
    const { id, body } = this.records("kept", queue)[this.records("done", queue).length] ?? {};
    return id === undefined ? undefined : { id, body };
  }
  onTake(message: Take): void {
    this.reply(message, this.oldest(message.queue));
  }
  onAck({ queue, id }: Ack): boolean {
    const right = id !== undefined && this.oldest(queue)?.id === id;
    if (right) this.write({ kind: "done", queue });
    return right;
  }
  onTimer(queue: string): void {
    const next: Numbered = this.records("put", queue)[this.records("arrived", queue).length];
    if (next === undefined || this.addresses[queue] === this.id) return;
    this.send(this.addresses[queue], { ...next, type: "transfer" });
    this.setTimer(queue, 100);
  }
  onTransfer(item: Numbered, from: string): void {
    const { queue, number } = item;
    const had = this.records("from", queue).filter((record) => record.from === from).length;
    if (number === had) {
      this.write({ kind: "from", queue, from });
      this.keep(queue, item);
    }
    if (number <= had) this.send(from, { type: "arrived", queue, number });
  }
  onArrived({ queue, number }: Numbered): void {
    if (number !== this.records("arrived", queue).length) return;
    this.write({ kind: "arrived", queue });
    this.setTimer(queue, 1);
  }
}
