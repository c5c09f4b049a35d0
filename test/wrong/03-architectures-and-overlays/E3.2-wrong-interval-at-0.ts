// loses: round the end of a full ring of 16
function fingers(id: number, m: number, ids: number[]): number[] {
  return Array.from({ length: m }, (_, i) => ownerOf((id + 2 ** i) % 2 ** m, ids));
}

function nextHop(id: number, owner: number, table: number[]): number {
  let best = id;
  for (const finger of table) if (finger > best && finger <= owner) best = finger;
  return best === id && owner !== id ? table[0] : best;
}
