// loses: another front finds the latest value, in whatever order it is asked
class Front extends Node {
  stores: string[] = [];
  cache = new Map<string, string>();

  storeOf(key: string): string {
    let sum = 0;
    for (let i = 0; i < key.length; i++) sum += key.charCodeAt(i);
    return this.stores[sum % this.stores.length];
  }

  async onPut({ key, value }: Put): Promise<string> {
    this.cache.set(key, value);
    return await this.call(this.storeOf(key), { type: "put", key, value });
  }

  async onGet(message: Get): Promise<void> {
    const { key } = message;
    if (!this.cache.has(key)) this.cache.set(key, await this.call(this.storeOf(key), { type: "get", key }));
    this.reply(message, this.cache.get(key));
  }
}
