// loses: a sparse ring: nine nodes on 32 ids, and one, two or three on rings small and large
// Takes the id itself where it should take its owner.
function fingers(id: number, m: number, ids: number[]): number[] {
  return Array.from({ length: m }, (_, i) => (id + 2 ** i) % 2 ** m);
}

function nextHop(id: number, owner: number, table: number[]): number {
  const size = 2 ** table.length;
  const distance = (to: number) => (to - id + size) % size;
  let best = id;
  for (const finger of table)
    if (distance(finger) > distance(best) && distance(finger) <= distance(owner)) best = finger;
  return best;
}
