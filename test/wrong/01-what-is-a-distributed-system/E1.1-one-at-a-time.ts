// loses: callers at the same time get their own answers, and nobody waits for others
class Front extends Node {
  stores: string[] = [];
  queue: (Put | Get)[] = [];

  storeOf(key: string): string {
    let sum = 0;
    for (let i = 0; i < key.length; i++) sum += key.charCodeAt(i);
    return this.stores[sum % this.stores.length];
  }

  async onPut(message: Put): Promise<void> {
    await this.enter(message);
  }

  async onGet(message: Get): Promise<void> {
    await this.enter(message);
  }

  async enter(message: Put | Get): Promise<void> {
    this.queue.push(message);
    if (this.queue.length > 1) return; // somebody is being served
    for (; this.queue.length > 0; this.queue.shift()) {
      const first = this.queue[0];
      const { key } = first;
      const ask = first.type === "put" ? { type: "put", key, value: first.value } : { type: "get", key };
      this.reply(first, await this.call(this.storeOf(key), ask));
    }
  }
}
