// loses: fifty readers at the same time cost one call, and all are served when the file comes
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
      while (this.waiting[name]) await this.sleep(100); // until it is there
      return this.onGet(message);
    }
    const waiting = [message];
    this.waiting[name] = waiting;
    const file: File = await this.call(this.origin, { type: "fetch", name });
    this.reply(message, file);
    if (this.waiting[name] !== waiting) return;
    delete this.waiting[name];
    if (!("error" in file)) this.copies[name] = { file, arrived: this.now() };
  }

  onInvalidate({ name }: Invalidate): string {
    delete this.copies[name];
    delete this.waiting[name];
    return "forgotten";
  }
}
