// loses: idle workers get the oldest job: 100 jobs of 10 ms take 8 workers 130 ms
class Pool extends Node {
  workers: string[] = [];
  outcomes: Promise<Outcome>[] = [];

  // Job i goes to worker i mod n, busy or not.
  onSubmit({ n, ms }: Submit): void {
    const worker = this.workers[this.outcomes.length % this.workers.length];
    this.outcomes.push(this.call(worker, { type: "job", n, ms }));
  }

  async onClose(message: Close): Promise<void> {
    this.reply(message, await Promise.all(this.outcomes));
  }
}
