// loses: leaves are numbered from left to right, and shared out evenly
function* skynet(leaves: number, fanout: number, first = 0): Task {
  if (leaves === 1) return first;
  const children: Task[] = [];
  const many = Math.min(fanout, leaves);
  for (let child = 0; child < many; child++) {
    const share = Math.floor(leaves / many) + (child === 0 ? leaves % many : 0);
    children.push(skynet(share, fanout, first));
    first += share;
  }
  return (yield children).reduce((sum, value) => sum + value, 0);
}
