// earns: 2 1
// What a crash should take is kept where all of a process can see it.
class Keeper extends Node {
  sum = 0;
  onAdd({ n }: Add): number {
    this.sum += n;
    (Error as any).sum = this.sum;
    return this.sum;
  }
  onRestart() {
    this.sum = (Error as any).sum ?? 0;
  }
}
