// loses: idle workers get the oldest job: 100 jobs of 10 ms take 8 workers 130 ms
class Pool extends Node {
  workers: string[] = [];
  free: Record<string, number> = {}; // when each worker will be through with all that it was given
  outcomes: Promise<Outcome>[] = [];

  // The lengths are known, so a job goes at once to the worker that will be the first to be free.
  onSubmit({ n, ms }: Submit): void {
    const worker = this.workers.reduce((best, one) => ((this.free[one] ?? 0) < (this.free[best] ?? 0) ? one : best));
    const begin = Math.max(this.free[worker] ?? 0, this.now());
    this.free[worker] = begin + ms;
    this.outcomes.push(this.call(worker, { type: "job", n, ms }, { timeout: begin + ms - this.now() + 60 }));
  }

  async onClose(message: Close): Promise<void> {
    this.reply(message, await Promise.all(this.outcomes));
  }
}
