// loses: other fanouts, and leaves that do not divide evenly
function* skynet(leaves: number, fanout: number, first = 0): Task {
  if (leaves === 1) return first;
  const share = Math.ceil(leaves / fanout);
  const children: Task[] = [];
  for (let from = 0; from < leaves; from += share)
    children.push(skynet(Math.min(share, leaves - from), fanout, first + from));
  return (yield children).reduce((sum, value) => sum + value, 0);
}
