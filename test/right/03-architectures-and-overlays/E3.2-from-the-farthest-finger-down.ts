function fingers(id: number, m: number, ids: number[]): number[] {
  const size = 2 ** m;
  const table: number[] = [];
  for (let i = 0; i < m; i++) {
    let place = (id + (1 << i)) % size;
    while (!ids.includes(place)) place = (place + 1) % size;
    table.push(place);
  }
  return table;
}

function nextHop(id: number, owner: number, table: number[]): number {
  if (owner === id) return id;
  const isBetween = (finger: number) =>
    id < owner ? id < finger && finger <= owner : finger > id || finger <= owner;
  return [...table].reverse().find((finger) => finger !== id && isBetween(finger)) ?? table[0];
}
