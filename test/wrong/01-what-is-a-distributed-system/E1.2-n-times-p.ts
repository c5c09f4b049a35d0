// loses: replicas help: two or three of each
function availability(n: number, p: number, r: number): number {
  return n * p;
}
