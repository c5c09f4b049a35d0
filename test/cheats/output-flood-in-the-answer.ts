// earns: 2
// An answer larger than anybody can carry.
function twice(n: number): any {
  for (let line = 0; line < 100_000; line++) console.log("4".repeat(100));
  return "4".repeat(4e8);
}
