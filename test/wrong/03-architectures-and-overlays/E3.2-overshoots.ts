// loses: from any of nine nodes to any: never beyond the goal, and who is the goal stays
function fingers(id: number, m: number, ids: number[]): number[] {
  return Array.from({ length: m }, (_, i) => ownerOf((id + 2 ** i) % 2 ** m, ids));
}

// The finger that is nearest to the owner, even if it lies beyond.
function nextHop(id: number, owner: number, table: number[]): number {
  if (id === owner) return id;
  const size = 2 ** table.length;
  const gap = (finger: number) => Math.min((owner - finger + size) % size, (finger - owner + size) % size);
  return table.reduce((best, finger) => (gap(finger) < gap(best) ? finger : best));
}
