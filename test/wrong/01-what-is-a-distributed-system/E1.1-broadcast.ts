// loses: a request costs at most two messages between front and stores
class Front extends Node {
  stores: string[] = [];

  async onPut({ key, value }: Put): Promise<string> {
    const answers = await Promise.all(this.stores.map((store) => this.call(store, { type: "put", key, value })));
    return answers[0];
  }

  async onGet(message: Get): Promise<void> {
    const { key } = message;
    const answers = await Promise.all(this.stores.map((store) => this.call(store, { type: "get", key })));
    this.reply(message, answers.find((value) => value !== undefined));
  }
}
