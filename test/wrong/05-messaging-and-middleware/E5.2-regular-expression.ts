// loses: a prefix stands at the beginning, not anywhere, and each of its signs means itself
class PubSub {
  subscriptions = new Map<string, Set<string>>();

  subscribe(name: string, prefix: string): void {
    if (!this.subscriptions.has(name)) this.subscriptions.set(name, new Set());
    this.subscriptions.get(name).add(prefix);
  }

  unsubscribe(name: string, prefix: string): void {
    this.subscriptions.get(name)?.delete(prefix);
  }

  publish(message: string): string[] {
    const fits = (prefix: string) => new RegExp(`^${prefix}`).test(message);
    return [...this.subscriptions.keys()].filter((name) => [...this.subscriptions.get(name)].some(fits));
  }
}
