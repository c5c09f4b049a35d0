// loses: a crashed worker is replaced, and its job is not lost
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
    const worker = this.idle.shift();
    if (worker !== undefined) await this.work(worker);
  }

  onClose(message: Close): void {
    this.closing = message;
    this.answerWhenDone();
  }

  async work(worker: string): Promise<void> {
    while (this.next < this.jobs.length) {
      const number = this.next++;
      this.outcomes[number] = await this.call(worker, this.jobs[number]);
      this.done++;
      this.answerWhenDone();
    }
    this.idle.push(worker);
  }

  answerWhenDone() {
    if (this.closing && this.done === this.jobs.length) this.reply(this.closing, this.outcomes);
  }
}
