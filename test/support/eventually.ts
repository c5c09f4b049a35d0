/** Waits until something holds; says what for if it does not within a minute. */
export async function eventually(what: string, holds: () => unknown, ms = 60_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`in vain, for ${ms} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
