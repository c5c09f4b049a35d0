class Broker {
  deadLetters: { from: string; to: string; text: string }[] = [];
  formats: Record<string, Format> = {};
  inward: Record<string, (text: string) => Fields> = {};
  outward: Record<string, (fields: Fields) => string> = {};

  constructor(readonly workshop: Workshop) {}

  register(name: string, format: Format): void {
    this.formats[name] = format;
    delete this.inward[name];
    delete this.outward[name];
  }
  relay(from: string, to: string, text: string): string | undefined {
    if (![from, to].every((name) => Object.hasOwn(this.formats, name))) {
      this.deadLetters.push({ from, to, text });
      return undefined;
    }
    this.inward[from] ??= this.workshop.converter(this.formats[from], "canonical");
    this.outward[to] ??= this.workshop.converter("canonical", this.formats[to]);
    return this.outward[to](this.inward[from](text));
  }
}
