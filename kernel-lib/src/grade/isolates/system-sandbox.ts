// The operating system's own sandbox around a process, where there is one and it is asked for.

/** @returns the command, and its arguments */
export function enclose(command: string, args: readonly string[], _readable: readonly string[]): [string, string[]] {
  return [command, [...args]];
}
