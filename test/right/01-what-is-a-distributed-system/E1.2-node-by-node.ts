// The chance that one node fails, replica by replica; then node by node.
const availability = (n: number, p: number, r: number): number => {
  let fails = 1;
  for (let replica = 0; replica < r; replica++) fails *= 1 - p;
  let works = 1;
  for (let node = 0; node < n; node++) works -= works * fails;
  return works;
};
