// loses: six systems need twelve converters, however often they send
class Broker {
  deadLetters: { from: string; to: string; text: string }[] = [];
  formats = new Map<string, Format>();
  pairs = new Map<string, (text: string) => string>();

  constructor(readonly workshop: Workshop) {}

  register(name: string, format: Format): void {
    this.formats.set(name, format);
  }

  relay(from: string, to: string, text: string): string | undefined {
    const pair = `${from} to ${to}`;
    if (this.formats.has(to)) {
      const make = () => this.workshop.converter(this.formats.get(from), this.formats.get(to));
      if (!this.pairs.has(pair)) this.pairs.set(pair, make());
      return this.pairs.get(pair)(text);
    }
    this.deadLetters.push({ from, to, text });
    return undefined;
  }
}
