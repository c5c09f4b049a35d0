function fingers(id: number, m: number, ids: number[]): number[] {
  const size = 2 ** m;
  const table: number[] = [];
  for (let i = 0; i < m; i++) {
    const place = (id + 2 ** i) % size;
    const ahead = (node: number) => (node - place + size) % size;
    table.push(ids.reduce((nearest, node) => (ahead(node) < ahead(nearest) ? node : nearest)));
  }
  return table;
}

function nextHop(id: number, owner: number, table: number[]): number {
  if (owner === id) return id;
  const isBetween = (finger: number) =>
    id < owner ? id < finger && finger <= owner : finger > id || finger <= owner;
  return [...table].reverse().find((finger) => finger !== id && isBetween(finger)) ?? table[0];
}
