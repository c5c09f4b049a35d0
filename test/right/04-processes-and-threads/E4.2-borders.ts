// The i-th child has the leaves from i / n to (i + 1) / n of all, rounded down; one child after the other.
function* skynet(leaves: number, fanout: number, first = 0): Task {
  if (leaves === 1) return first;
  const n = Math.min(fanout, leaves);
  const border = (i: number) => Math.floor((i * leaves) / n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const [result] = yield [skynet(border(i + 1) - border(i), fanout, first + border(i))];
    sum += result;
  }
  return sum;
}
