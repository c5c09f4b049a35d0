// loses: a file that was being fetched when it was invalidated is not kept
class Proxy extends Node {
  origin = "origin";
  ttl = 1000; // ms
  copies: Record<string, { file: File; arrived: number }> = {};
  waiting: Record<string, Get[]> = {};

  async onGet(message: Get): Promise<void> {
    const { name } = message;
    const copy = this.copies[name];
    if (copy && this.now() - copy.arrived < this.ttl) return this.reply(message, copy.file);
    if (this.waiting[name]) {
      this.waiting[name].push(message);
      return;
    }
    const waiting = [message];
    this.waiting[name] = waiting;
    const file: File = await this.call(this.origin, { type: "fetch", name });
    for (const one of waiting) this.reply(one, file);
    const current = this.waiting[name] === waiting;
    delete this.waiting[name]; // also the list of those who wait for the next one
    if (current && !("error" in file)) this.copies[name] = { file, arrived: this.now() };
  }

  onInvalidate({ name }: Invalidate): string {
    delete this.copies[name];
    delete this.waiting[name];
    return "forgotten";
  }
}
