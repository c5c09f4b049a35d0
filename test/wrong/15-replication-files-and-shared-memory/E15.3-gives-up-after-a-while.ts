// loses: a machine that is down holds up writes and no reads; writes that wait come in their order
class PageHome extends Home {
  queue: { value: number; writer: string }[] = []; // writes that have not begun
  writing: { value: number; writer: string } | undefined; // the one that is running
  missing: string[] = []; // whose ACK is missing

  onWrite({ value }: Write, from: string): void {
    this.queue.push({ value, writer: from });
    this.begin();
  }

  onAck({ version }: { version: number }, from: string): void {
    if (!this.writing || version !== this.page.version + 1) return;
    this.missing = this.missing.filter((machine) => machine !== from);
    if (this.missing.length > 0) return;
    const { value, writer } = this.writing;
    this.update(value);
    this.writing = undefined;
    this.broadcast({ type: "unblock", version });
    this.send(writer, { type: "written", value });
    this.begin();
  }

  onFetch(_: { type: "fetch" }, from: string): void {
    this.send(from, { type: "copy", page: this.page });
  }

  onRestarted(_: unknown, from: string): void {
    if (this.missing.includes(from)) this.send(from, { type: "block", version: this.page.version + 1 });
  }

  // You may add methods here.
  begin(): void {
    if (this.writing || this.queue.length === 0) return;
    this.writing = this.queue.shift();
    this.missing = [...this.peers];
    this.broadcast({ type: "block", version: this.page.version + 1 });
    this.setTimer("patience", 100);
  }

  onTimer(): void {
    const [one] = this.missing;
    this.missing = this.missing.slice(0, 1);
    if (one) this.onAck({ version: this.page.version + 1 }, one);
  }
}

class Cache extends Machine {
  wants = false; // the program waits for a read

  read(): void {
    this.wants = true;
    if (this.blocked) return;
    if (!this.copy) { this.send("home", { type: "fetch" }); return; }
    this.wants = false;
    this.answer(this.copy.value);
  }

  onCopy({ page }: { page: Page }): void {
    if (!this.wants || this.blocked) return;
    if (page.version >= (this.disk.known ?? 0)) this.copy = page;
    this.read();
  }

  onBlock({ version }: { version: number }): void {
    if (version > (this.disk.known ?? 0)) {
      this.disk.known = version; // no older copy may be used, not after a crash either
      this.blocked = version;
      this.copy = undefined;
    }
    this.send("home", { type: "ack", version });
  }

  onUnblock({ version }: { version: number }): void {
    if (version !== this.blocked) return;
    this.blocked = 0;
    if (this.wants) this.read();
  }
}
