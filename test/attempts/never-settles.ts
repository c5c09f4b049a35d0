// earns: 2 1
// A promise nobody keeps.
function twice(n: number): Promise<number> {
  return new Promise(() => {});
}
