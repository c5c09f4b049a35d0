// loses: writing the same key without reading it is no conflict
function validate(tx: Tx, log: Commit[]): boolean {
  return log.every(({ number, writes }) =>
    number <= tx.start || !writes.some((key) => tx.writes.includes(key)));
}
