// loses: there and back nothing is lost, whatever signs other systems use
class Broker {
  deadLetters: { from: string; to: string; text: string }[] = [];
  middle: Format; // that of the first system: all texts go through it
  formats = new Map<string, Format>();
  made = new Map<string, (text: string) => string>();

  constructor(readonly workshop: Workshop) {}

  register(name: string, format: Format): void {
    this.middle ??= format;
    this.formats.set(name, format);
    if (format === this.middle) return;
    this.made.set(`from ${name}`, this.workshop.converter(format, this.middle));
    this.made.set(`to ${name}`, this.workshop.converter(this.middle, format));
  }

  relay(from: string, to: string, text: string): string | undefined {
    if (!this.formats.has(from) || !this.formats.has(to)) {
      this.deadLetters.push({ from, to, text });
      return undefined;
    }
    const way = (name: string, given: string) => this.made.get(name)?.(given) ?? given;
    return way(`to ${to}`, way(`from ${from}`, text));
  }
}
