// loses: a million leaves: 1,111,111 tasks, and the sum is 499,999,500,000
function* skynet(leaves: number, fanout: number, first = 0): Task {
  return leaves * first + (leaves * (leaves - 1)) / 2;
}
