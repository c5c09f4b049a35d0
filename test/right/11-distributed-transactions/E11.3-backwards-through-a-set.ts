/** From the newest commit backwards, until one is too old. */
function validate(tx: Tx, log: Commit[]): boolean {
  const read = new Set(tx.reads);
  for (let i = log.length - 1; i >= 0 && log[i].number > tx.start; i--) {
    for (const key of log[i].writes) if (read.has(key)) return false;
  }
  return true;
}
