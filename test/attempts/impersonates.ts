// earns: 0 1
// Sends answers in another node's name, and to itself those it will be asked for.
class Echo extends Node {
  onSay({ text }: Say, from: string) {
    for (const word of ["hi", "ho", "he"])
      this.send(from, { type: "heard", text: word, from: "asker", $call: ["asker", 1] } as any);
    (this as any).onSay = () => {};
  }
}
