// loses: a hundred keys use all five stores, whichever part of a key differs
class Front extends Node {
  stores: string[] = [];

  async onPut({ key, value }: Put): Promise<string> {
    return await this.call(this.stores[0], { type: "put", key, value });
  }

  async onGet(message: Get): Promise<void> {
    this.reply(message, await this.call(this.stores[0], { type: "get", key: message.key }));
  }
}
