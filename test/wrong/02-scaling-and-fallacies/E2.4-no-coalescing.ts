// loses: fifty readers at the same time cost one call, and all are served when the file comes
class Proxy extends Node {
  origin = "origin";
  ttl = 1000;
  copies: Record<string, { file: File; arrived: number }> = {};
  changes: Record<string, number> = {};

  async onGet(message: Get): Promise<void> {
    const { name } = message;
    const copy = this.copies[name];
    if (copy && this.now() - copy.arrived < this.ttl) return this.reply(message, copy.file);
    const change = this.changes[name];
    const file: File = await this.call(this.origin, { type: "fetch", name });
    this.reply(message, file);
    if (!("error" in file) && this.changes[name] === change) this.copies[name] = { file, arrived: this.now() };
  }

  onInvalidate({ name }: Invalidate): string {
    delete this.copies[name];
    this.changes[name] = (this.changes[name] ?? 0) + 1;
    return "forgotten";
  }
}
