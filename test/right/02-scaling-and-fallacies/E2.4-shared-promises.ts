// Keeps promises: those who come while a file is being fetched await the same promise.
class Proxy extends Node {
  origin = "origin";
  ttl = 1000;
  entries = new Map<string, { file: Promise<File>; until: number }>();

  async onGet({ name }: Get): Promise<any> {
    let entry = this.entries.get(name);
    if (!entry || this.now() >= entry.until) {
      entry = { file: this.call(this.origin, { type: "fetch", name }), until: Number.POSITIVE_INFINITY };
      this.entries.set(name, entry);
      const file = await entry.file;
      entry.until = "error" in file ? 0 : this.now() + this.ttl;
      return file;
    }
    return await entry.file;
  }

  onInvalidate({ name }: Invalidate): string {
    this.entries.delete(name);
    return "forgotten";
  }
}
