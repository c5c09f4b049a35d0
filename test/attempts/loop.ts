// earns: 2 1
// Never answers.
function twice(n: number): number {
  for (;;);
}
