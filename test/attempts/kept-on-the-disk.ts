// earns: 2 2
// Not an attempt: the right answer, with a helper whose name has two underscores, and half of a character.
const __half = "😀"[0];
const __start = (disk: { sum?: number }) => disk.sum ?? 0;
class Keeper extends Node<{ sum: number; remark: string }> {
  sum = 0;
  onAdd({ n }: Add): number {
    this.sum += n;
    this.disk.sum = this.sum;
    this.disk.remark = __half;
    return this.sum;
  }
  onRestart() {
    this.sum = __start(this.disk);
  }
}
