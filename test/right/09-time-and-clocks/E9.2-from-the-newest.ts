function ntp(t1: number, t2: number, t3: number, t4: number): Measured {
  const there = t2 - t1; // the way there, and the offset
  const back = t4 - t3; // the way back, less the offset
  return { offset: (there - back) / 2, delay: there + back };
}

// Goes from the newest backwards and keeps what it has unless an older one is really better.
function best(exchanges: Exchange[]): Measured {
  let found = ntp(...exchanges[exchanges.length - 1]);
  for (let age = 2; age <= Math.min(8, exchanges.length); age++) {
    const older = ntp(...exchanges[exchanges.length - age]);
    if (older.delay < found.delay) found = older;
  }
  return found;
}
