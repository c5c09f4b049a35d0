// earns: 0 1
// Puts functions of its own into a node that was given, which nobody asks again.
class Echo extends Node {
  onSay({ text }: Say, from: string) {
    this.spawn("shell", Asker.with({ words: ["x"], onHeard: () => ((globalThis as any).heard = text) } as any));
    this.send(from, { type: "heard", text });
  }
}
