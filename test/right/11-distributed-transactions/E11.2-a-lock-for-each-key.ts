type Lock = { readers: string[]; writer: string; queue: { tx: string; mode: Mode }[] };

/** A lock for each key, with its readers, its writer and its queue. */
class Locks extends LockServer {
  locks: Record<string, Lock> = {};

  acquire(tx: string, key: string, mode: Mode): void {
    const lock = (this.locks[key] ??= { readers: [], writer: "", queue: [] });
    lock.queue.push({ tx, mode });
    this.serve(key, lock);
    const rivals = lock.queue.filter((one) => lock.readers.includes(one.tx)).map((one) => one.tx);
    if (rivals.length > 1) {
      const victim = rivals.reduce((a, b) => (this.age(a) > this.age(b) ? a : b));
      this.releaseAll(victim);
      this.refuse(victim);
    }
  }

  releaseAll(tx: string): void {
    for (const [key, lock] of Object.entries(this.locks)) {
      lock.readers = lock.readers.filter((one) => one !== tx);
      lock.queue = lock.queue.filter((one) => one.tx !== tx);
      if (lock.writer === tx) lock.writer = "";
      this.serve(key, lock);
    }
  }

  serve(key: string, lock: Lock): void {
    for (let next = this.first(lock); next; next = this.first(lock)) {
      const { tx, mode } = next;
      lock.queue = lock.queue.filter((one) => one !== next);
      if (mode === "exclusive") [lock.writer, lock.readers] = [tx, []];
      else if (lock.writer !== tx && !lock.readers.includes(tx)) lock.readers.push(tx);
      this.grant(tx, key);
    }
  }
  first({ queue, readers, writer }: Lock) {
    return queue.find(({ tx, mode }) =>
      writer === tx || (writer === "" && (mode === "shared" || readers.every((reader) => reader === tx))));
  }
}
