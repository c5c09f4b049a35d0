// earns: 2 1
// A value without a bottom, and one of a hundred million characters.
function twice(n: number): any {
  let deep: any = [];
  for (let i = 0; i < 1e6; i++) deep = [deep];
  return n === 2 ? deep : "x".repeat(1e8);
}
