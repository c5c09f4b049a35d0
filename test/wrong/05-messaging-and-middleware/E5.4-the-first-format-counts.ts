// loses: a system that registers again has its new format, to read and to write
class Broker {
  deadLetters: { from: string; to: string; text: string }[] = [];
  ways = new Map<string, { in: (text: string) => Fields; out: (fields: Fields) => string }>();

  constructor(readonly workshop: Workshop) {}

  register(name: string, format: Format): void {
    if (this.ways.has(name)) return;
    this.ways.set(name, {
      in: this.workshop.converter(format, "canonical"),
      out: this.workshop.converter("canonical", format),
    });
  }

  relay(from: string, to: string, text: string): string | undefined {
    const [source, target] = [this.ways.get(from), this.ways.get(to)];
    if (source && target) return target.out(source.in(text));
    this.deadLetters.push({ from, to, text });
    return undefined;
  }
}
