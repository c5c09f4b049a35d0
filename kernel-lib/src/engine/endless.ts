// What is said of code that does not end, on threads and in the simulator.

/** @param who whose code it is. @param end what was ended because of that, and where */
export function endless(who: string, end: string): string {
  return `${who} did not come back in time, so ${end}. Does a loop never end?`;
}
