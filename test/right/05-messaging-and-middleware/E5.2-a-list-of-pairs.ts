class PubSub {
  pairs: [name: string, prefix: string][] = [];

  subscribe(name: string, prefix: string): void {
    this.unsubscribe(name, prefix);
    this.pairs.push([name, prefix]);
  }
  unsubscribe(name: string, prefix: string): void {
    this.pairs = this.pairs.filter((pair) => pair[0] !== name || pair[1] !== prefix);
  }
  publish(message: string): string[] {
    const fits = this.pairs.filter(([, prefix]) => message.slice(0, prefix.length) === prefix);
    return [...new Set(fits.map(([name]) => name))];
  }
}
