import { createHash } from "node:crypto";

// Every store draws a number for the key; the highest one keeps it. A helper's name may begin with two underscores.
function __draw(store: string, key: string): string {
  return createHash("sha256").update(`${store} ${key}`).digest("hex");
}

class Front extends Node {
  stores: string[] = [];

  onPut(message: Put): Promise<void> {
    const { key, value } = message;
    return this.call(this.keeper(key), { type: "put", key, value }).then((answer) => this.reply(message, answer));
  }

  onGet(message: Get): Promise<void> {
    const { key } = message;
    return this.call(this.keeper(key), { type: "get", key }).then((value) => this.reply(message, value));
  }

  keeper(key: string): string {
    return this.stores.reduce((best, store) => (__draw(store, key) > __draw(best, key) ? store : best));
  }
}
