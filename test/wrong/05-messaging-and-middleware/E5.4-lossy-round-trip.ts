// loses: there and back nothing is lost, whatever signs other systems use
class Broker {
  deadLetters: { from: string; to: string; text: string }[] = [];
  ways = new Map<string, { in: (text: string) => Fields; out: (fields: Fields) => string }>();

  constructor(readonly workshop: Workshop) {}

  register(name: string, format: Format): void {
    this.ways.set(name, {
      in: this.workshop.converter(format, "canonical"),
      out: this.workshop.converter("canonical", format),
    });
  }

  relay(from: string, to: string, text: string): string | undefined {
    const target = this.ways.get(to);
    if (target !== undefined) {
      const { id, item } = this.ways.get(from).in(text);
      return target.out(item === undefined ? { id } : { id, item });
    }
    this.deadLetters.push({ from, to, text });
    return undefined;
  }
}
