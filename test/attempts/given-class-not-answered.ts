// earns: 0 1
// The same without an answer of its own.
class Asker extends Node {
  onStart() {
    this.output("hi");
  }
}
Object.defineProperty((globalThis as any).__tslab__.exports, "Asker", { get: () => Asker, set() {} });
class Echo extends Node {}
