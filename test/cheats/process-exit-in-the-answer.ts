// earns: 2
// Leaves when it is asked.
function twice(n: number): number {
  process.exit(0);
}
