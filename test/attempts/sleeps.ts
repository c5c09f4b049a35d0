// earns: 2 1
// Waits for a week.
function twice(n: number): Promise<number> {
  return new Promise((done) => setTimeout(() => done(2 * n), 6e8));
}
