// earns: 2 1
// Without an end.
function twice(n: number): number {
  return twice(n) + 0;
}
