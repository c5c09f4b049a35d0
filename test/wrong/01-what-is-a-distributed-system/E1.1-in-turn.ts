// loses: another front finds the latest value, in whatever order it is asked
class Front extends Node {
  stores: string[] = [];
  places = new Map<string, string>(); // a new key goes to the next store, which only this front knows

  storeOf(key: string): string {
    if (!this.places.has(key)) this.places.set(key, this.stores[this.places.size % this.stores.length]);
    return this.places.get(key);
  }

  async onPut({ key, value }: Put): Promise<string> {
    return await this.call(this.storeOf(key), { type: "put", key, value });
  }

  async onGet(message: Get): Promise<void> {
    const { key } = message;
    this.reply(message, await this.call(this.storeOf(key), { type: "get", key }));
  }
}
