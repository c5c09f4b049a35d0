// loses: unsubscribing ends one subscription and no other, also one to the empty prefix
class PubSub {
  subscriptions = new Map<string, Set<string>>(); // each name, with its prefixes

  subscribe(name: string, prefix: string): void {
    if (!this.subscriptions.has(name)) this.subscriptions.set(name, new Set());
    this.subscriptions.get(name).add(prefix);
  }

  unsubscribe(name: string, prefix: string): void {
    this.subscriptions.delete(name);
  }

  publish(message: string): string[] {
    const names = [...this.subscriptions.keys()];
    return names.filter((name) =>
      [...this.subscriptions.get(name)].some((prefix) => message.startsWith(prefix)));
  }
}
