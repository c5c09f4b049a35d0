// loses: a sparse ring: nine nodes on 32 ids, and one, two or three on rings small and large
function fingers(id: number, m: number, ids: number[]): number[] {
  return Array.from({ length: m }, (_, i) => ownerOf((id + (1 << i)) & ((1 << m) - 1), ids));
}

function nextHop(id: number, owner: number, table: number[]): number {
  const mask = (1 << table.length) - 1;
  const distance = (to: number) => (to - id) & mask;
  let best = id;
  for (const finger of table)
    if (distance(finger) > distance(best) && distance(finger) <= distance(owner)) best = finger;
  return best;
}
