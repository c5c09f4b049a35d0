// earns: 2 1
// A helper of the tests that needs no answer.
class Asker extends Node {
  onStart() {
    this.output("hi");
  }
}
Object.defineProperty((globalThis as any).__tslab__.exports, "Asker", { get: () => Asker, set() {} });
class Echo extends Node {
  onSay({ text }: Say, from: string) {
    this.send(from, { type: "heard", text });
  }
}
