// loses: what is invalidated is fetched again and kept, and other files are not disturbed
class Proxy extends Node {
  origin = "origin";
  ttl = 1000; // ms
  copies: Record<string, { file: File; arrived: number }> = {};
  waiting: Record<string, Get[]> = {}; // who waits for the file that is being fetched

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
    if (this.waiting[name] !== waiting) return; // forgotten meanwhile
    delete this.waiting[name];
    if (!("error" in file)) this.copies[name] = { file, arrived: this.now() };
  }

  onInvalidate({ name }: Invalidate): string {
    this.copies = {};
    delete this.waiting[name];
    return "forgotten";
  }
}
