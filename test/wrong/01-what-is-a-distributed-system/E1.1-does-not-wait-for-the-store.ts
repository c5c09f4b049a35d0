// loses: callers at the same time get their own answers, and nobody waits for others
class Front extends Node {
  stores: string[] = [];

  storeOf(key: string): string {
    let sum = 0;
    for (let i = 0; i < key.length; i++) sum += key.charCodeAt(i);
    return this.stores[sum % this.stores.length];
  }

  onPut({ key, value }: Put): string {
    this.send(this.storeOf(key), { type: "put", key, value });
    return "stored"; // it is not yet
  }

  async onGet(message: Get): Promise<void> {
    const { key } = message;
    this.reply(message, await this.call(this.storeOf(key), { type: "get", key }));
  }
}
