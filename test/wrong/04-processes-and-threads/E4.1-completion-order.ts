// loses: outcomes come in the order of submission, not of completion
class Pool extends Node {
  workers: string[] = [];
  idle: string[] = [];
  jobs: Job[] = [];
  outcomes: Outcome[] = [];
  submitted = 0;
  closing: Close = undefined;

  onStart() {
    this.idle = [...this.workers];
  }

  async onSubmit({ n, ms }: Submit): Promise<void> {
    this.submitted++;
    this.jobs.push({ type: "job", n, ms });
    const worker = this.idle.shift();
    if (worker !== undefined) await this.work(worker);
  }

  onClose(message: Close): void {
    this.closing = message;
    this.answerWhenDone();
  }

  async work(worker: string): Promise<void> {
    while (this.jobs.length > 0) {
      const job = this.jobs.shift();
      try {
        this.outcomes.push(await this.call(worker, job, { timeout: 60 }));
      } catch {
        this.jobs.unshift(job);
        worker = `${worker}-again`;
        this.spawn(worker, Squarer);
      }
    }
    this.idle.push(worker);
    this.answerWhenDone();
  }

  answerWhenDone() {
    if (this.closing && this.outcomes.length === this.submitted) this.reply(this.closing, this.outcomes);
  }
}
