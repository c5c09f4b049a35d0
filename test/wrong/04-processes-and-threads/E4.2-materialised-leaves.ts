// loses: 10 to the power of 12 leaves: the first 1,000 tasks start at once
function* skynet(leaves: number, fanout: number, first = 0): Task {
  return yield* tree(Array.from({ length: leaves }, (_, i) => first + i), fanout);
}

function* tree(leaves: number[], fanout: number): Task {
  if (leaves.length === 1) return leaves[0];
  const children: Task[] = [];
  for (let child = 0, from = 0; child < Math.min(fanout, leaves.length); child++) {
    const share = Math.floor(leaves.length / fanout) + (child < leaves.length % fanout ? 1 : 0);
    children.push(tree(leaves.slice(from, from + share), fanout));
    from += share;
  }
  return (yield children).reduce((sum, value) => sum + value, 0);
}
