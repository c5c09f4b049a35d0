// Ends the kernel when the server that started it is gone, so no kernel is left behind.

/** Checks once a second whether the parent process is still the same and alive. */
export function exitWithParent(): void {
  const parent = process.ppid;
  if (parent <= 1) return;
  setInterval(() => {
    // Windows reports no change of parent.
    if (process.ppid !== parent || !isAlive(parent)) process.exit(0);
  }, 1000).unref();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
