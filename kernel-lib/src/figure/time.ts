// Numbers and times as people read them, the same on every machine.

/** 1234567 -> "1,234,567". */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** "1 message", "2 messages". */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : plural}`;
}

/**
 * A point in time on a list: "3.0 ms"; thousandths where everything happens within `span` < 10 ms and not on full
 * tenths.
 */
export function clockFor(times: readonly number[]): (at: number) => string {
  const fine = times.some((at) => Math.abs(at * 10 - Math.round(at * 10)) > 1e-9);
  const longest = times.reduce((a, b) => Math.max(a, b), 0);
  const digits = fine && longest < 10 ? 3 : fine && longest < 100 ? 2 : 1;
  return (at) => `${at.toFixed(digits)} ms`;
}

/** A duration in a sentence: "24 ms", "0.8 ms", "10,000 ms". */
export function duration(ms: number): string {
  const digits = ms < 1 ? 2 : ms < 100 ? 1 : 0;
  const [whole, fraction] = String(Number(ms.toFixed(digits))).split(".");
  return `${count(Number(whole))}${fraction === undefined ? "" : `.${fraction}`} ms`;
}
