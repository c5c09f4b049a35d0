// loses: jobs that come one by one begin when they come, and a worker is idle again
class Pool extends Node {
  workers: string[] = [];
  idle: string[] = [];
  jobs: Job[] = [];
  outcomes: Outcome[] = [];
  next = 0;
  done = 0;
  closing: Close = undefined;

  onStart() {
    this.idle = [...this.workers];
  }

  async onSubmit({ n, ms }: Submit): Promise<void> {
    this.jobs.push({ type: "job", n, ms });
    // Only when all have come.
  }

  async onClose(message: Close): Promise<void> {
    this.closing = message;
    this.answerWhenDone();
    await Promise.all(this.idle.map((worker) => this.work(worker)));
  }

  async work(worker: string): Promise<void> {
    while (this.next < this.jobs.length) {
      const place = this.next++;
      while (this.outcomes[place] === undefined) {
        try {
          this.outcomes[place] = await this.call(worker, this.jobs[place], { timeout: 60 });
        } catch {
          worker = `${worker}-again`;
          this.spawn(worker, Squarer);
        }
      }
      this.done++;
      this.answerWhenDone();
    }
  }

  answerWhenDone() {
    if (this.closing && this.done === this.jobs.length) this.reply(this.closing, this.outcomes);
  }
}
