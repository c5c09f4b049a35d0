// earns: 2 0
// A wrong answer whose run no page could show.
class Keeper extends Node {
  onAdd({ n }: Add): number {
    for (let i = 0; i < 9; i++) this.output("<b>".repeat(4e5));
    return -n;
  }
}
