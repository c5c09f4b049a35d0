// loses: a long transaction is compared with all commits since its start, and with none before
function validate(tx: Tx, log: Commit[]): boolean {
  return log.every(({ number, writes }) =>
    number < tx.start || !writes.some((key) => tx.reads.includes(key)));
}
