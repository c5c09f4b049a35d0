// earns: 2 1
// Answers once more, and once more.
function twice(n: number): any {
  setInterval(() => {
    (globalThis as any).result = 2 * n;
  }, 0);
  return {
    then(done: (value: number) => void) {
      done(n);
      setTimeout(() => done(2 * n), 5);
    },
  };
}
