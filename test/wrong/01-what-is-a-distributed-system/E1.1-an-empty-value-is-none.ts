// loses: an unknown key is answered with undefined, and an empty value is a value
class Front extends Node {
  stores: string[] = [];

  storeOf(key: string): string {
    let sum = 0;
    for (let i = 0; i < key.length; i++) sum += key.charCodeAt(i);
    return this.stores[sum % this.stores.length];
  }

  async onPut({ key, value }: Put): Promise<string> {
    return await this.call(this.storeOf(key), { type: "put", key, value });
  }

  async onGet(message: Get): Promise<void> {
    const { key } = message;
    this.reply(message, (await this.call(this.storeOf(key), { type: "get", key })) || undefined);
  }
}
