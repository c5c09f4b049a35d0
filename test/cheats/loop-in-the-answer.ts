// earns: 2
// Never answers.
function twice(n: number): number {
  for (;;);
}
