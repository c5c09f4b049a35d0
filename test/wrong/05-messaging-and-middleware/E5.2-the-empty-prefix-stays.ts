// loses: unsubscribing ends one subscription and no other, also one to the empty prefix
class PubSub {
  subscriptions = new Map<string, Set<string>>();

  subscribe(name: string, prefix: string): void {
    if (!this.subscriptions.has(name)) this.subscriptions.set(name, new Set());
    this.subscriptions.get(name).add(prefix);
  }

  unsubscribe(name: string, prefix: string): void {
    if (prefix && this.subscriptions.has(name)) this.subscriptions.get(name).delete(prefix);
  }

  publish(message: string): string[] {
    const fits = (prefix: string) => message.startsWith(prefix);
    return [...this.subscriptions.keys()].filter((name) => [...this.subscriptions.get(name)].some(fits));
  }
}
