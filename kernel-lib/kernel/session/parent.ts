// Ends the kernel when the server that started it is gone, so no kernel is left behind. Windows reports no change of parent.

/** Looks once a second whether the parent process is still the same. */
export function exitWithParent(): void {
  const parent = process.ppid;
  if (parent <= 1) return;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1000).unref();
}
