// earns: 0
// The same without an answer of its own.
// Alone, because the notebook is not the same afterwards.
class Asker extends Node {
  onStart() {
    this.output("hi");
  }
}
Object.defineProperty((globalThis as any).__tslab__.exports, "Asker", { get: () => Asker, set() {} });
class Echo extends Node {}
