// loses: a server that is behind, and one that takes its time
function ntp(t1: number, t2: number, t3: number, t4: number): Measured {
  return { offset: Math.abs(t2 - t1 + (t3 - t4)) / 2, delay: t4 - t1 - (t3 - t2) };
}

function best(exchanges: Exchange[]): Measured {
  const measured = exchanges.slice(-8).map((exchange) => ntp(...exchange));
  return measured.reduce((best, next) => (next.delay <= best.delay ? next : best));
}
