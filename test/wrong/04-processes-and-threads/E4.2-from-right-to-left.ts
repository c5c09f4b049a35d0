// loses: leaves are numbered from left to right, and shared out evenly
function* skynet(leaves: number, fanout: number, first = 0): Task {
  if (leaves === 1) return first;
  const children: Task[] = [];
  for (let child = 0; child < Math.min(fanout, leaves); child++) {
    const share = Math.floor(leaves / fanout) + (child < leaves % fanout ? 1 : 0);
    children.unshift(skynet(share, fanout, first));
    first += share;
  }
  return (yield children).reduce((sum, value) => sum + value, 0);
}
