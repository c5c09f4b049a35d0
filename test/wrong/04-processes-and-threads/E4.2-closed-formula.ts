// loses: ten thousand leaves: 11,111 tasks, and the sum is 49,995,000
function* skynet(leaves: number, fanout: number, first = 0): Task {
  return leaves * first + (leaves * (leaves - 1)) / 2;
}
