/** The home answers no fetch while it writes: it keeps them until no write waits any more. */
class PageHome extends Home {
  queue: { value: number; writer: string }[] = [];
  writing: { value: number; writer: string } | undefined;
  missing: string[] = [];
  fetching: string[] = [];

  onWrite({ value }: Write, from: string): void {
    this.queue = [...this.queue, { value, writer: from }];
    if (!this.writing) this.take();
  }

  take(): void {
    [this.writing, ...this.queue] = this.queue;
    if (!this.writing) {
      for (const id of this.fetching) this.send(id, { type: "copy", page: this.page });
      this.fetching = [];
      return;
    }
    this.missing = this.peers.filter(() => true);
    for (const id of this.peers) this.block(id);
  }

  block(id: string): void { this.send(id, { type: "block", version: this.page.version + 1 }); }

  onAck({ version }: { version: number }, from: string): void {
    if (version === this.page.version + 1) this.missing = this.missing.filter((id) => id !== from);
    if (!this.writing || this.missing.length > 0) return;
    this.update(this.writing.value);
    this.send(this.writing.writer, { type: "written", value: this.writing.value });
    for (const id of this.peers) this.send(id, { type: "unblock", version: this.page.version });
    this.take();
  }

  onFetch(_: { type: "fetch" }, from: string): void {
    if (this.writing) this.fetching.push(from);
    else this.send(from, { type: "copy", page: this.page });
  }

  onRestarted(_: unknown, from: string): void {
    if (this.writing && this.missing.includes(from)) this.block(from);
  }
}

class Cache extends Machine {
  wants = false;
  get newest(): number { return this.disk.newest ?? 0; }

  read(): void {
    if (this.copy && !this.blocked) return this.answer(this.copy.value);
    this.wants = true;
    if (!this.blocked) this.send("home", { type: "fetch" });
  }

  onCopy({ page }: { page: Page }): void {
    if (page.version < this.newest) { if (this.wants && !this.blocked) this.send("home", { type: "fetch" }); return; }
    if (this.blocked) return;
    this.copy = page;
    if (!this.wants) return;
    this.wants = false;
    this.answer(page.value);
  }

  onBlock({ version }: { version: number }): void {
    if (version > this.newest) {
      this.disk.newest = version;
      this.blocked = version;
      delete this.copy;
    }
    this.send("home", { type: "ack", version });
  }

  onUnblock({ version }: { version: number }): void {
    if (version < this.newest) return;
    this.blocked = 0;
    if (this.wants) this.send("home", { type: "fetch" });
  }
}
