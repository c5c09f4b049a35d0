// loses: who only reads is validated, too
function validate(tx: Tx, log: Commit[]): boolean {
  return tx.writes.length === 0 || log.every(({ number, writes }) =>
    number <= tx.start || !writes.some((key) => tx.reads.includes(key)));
}
