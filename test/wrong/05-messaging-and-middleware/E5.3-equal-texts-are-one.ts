// loses: first in, first out, also where two processes put the same texts into one queue
class QueueManager extends Node<{ log: Entry[] }> {
  addresses: Record<string, string> = {}; // each queue, and the manager that keeps it
  queues: Record<string, Item[]> = {}; // what is waiting here: to be taken, or to be forwarded

  known = new Set<string>(); // every id that was ever added

  /** What an entry means for the fields, be it new or read again after a crash. */
  apply({ queue, added, removed }: Entry): void {
    const items = this.queues[queue] ?? [];
    if (added) this.known.add(added.body);
    this.queues[queue] = added ? [...items, added] : items.filter(({ id }) => id !== removed);
  }

  /** First to the disk, then to the fields. */
  append(entry: Entry): void {
    (this.disk.log ??= []).push(entry);
    this.apply(entry);
  }

  onRestart() {
    for (const entry of this.disk.log ?? []) this.apply(entry);
    for (const queue of Object.keys(this.queues)) this.setTimer(queue, 0);
  }

  onPut({ queue, body }: Put): string {
    const id = `${this.id}-${this.disk.log?.length ?? 0}`;
    this.append({ queue, added: { id, body } });
    this.setTimer(queue, 0);
    return "stored";
  }

  onTake(message: Take): void {
    this.reply(message, this.queues[message.queue]?.[0]);
  }

  onAck({ queue, id }: Ack): boolean {
    const first = this.queues[queue]?.[0];
    if (first === undefined || first.id !== id) return false;
    this.append({ queue, removed: id });
    return true;
  }

  /** The name of the timer is that of a queue: forward its first message, if there is one. */
  onTimer(queue: string): void {
    const item = this.queues[queue]?.[0];
    const keeper = this.addresses[queue];
    if (item === undefined || keeper === this.id) return;
    this.send(keeper, { type: "forward", queue, item });
    this.setTimer(queue, 100); // once more, unless the answer comes before
  }

  /** Another manager forwards a message. It may have been here before. */
  onForward({ queue, item }: Forward, from: string): void {
    if (!this.known.has(item.body)) this.append({ queue, added: item });
    this.send(from, { type: "arrived", queue, id: item.id });
  }

  /** The other manager has it. */
  onArrived({ queue, id }: Arrived): void {
    if (this.queues[queue]?.[0]?.id !== id) return; // that answer has been here before
    this.append({ queue, removed: id });
    this.setTimer(queue, 0);
  }
}
