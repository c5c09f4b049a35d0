// earns: 2 1
// Has always one more.
function* more(): Generator<number> {
  for (;;) yield 2;
}
function twice(n: number): any {
  return n === 2 ? more() : [...more()];
}
