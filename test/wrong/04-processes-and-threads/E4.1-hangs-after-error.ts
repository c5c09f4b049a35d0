// loses: a bad job stops nobody
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
      let outcome: Outcome;
      while (outcome === undefined) {
        try {
          outcome = await this.call(worker, this.jobs[number], { timeout: 60 });
        } catch {
          worker = `${worker}-again`;
          this.spawn(worker, Squarer);
        }
      }
      if ("error" in outcome) return; // this worker is never idle again, and this job never done
      this.outcomes[number] = outcome;
      this.done++;
      this.answerWhenDone();
    }
    this.idle.push(worker);
  }

  answerWhenDone() {
    if (this.closing && this.done === this.jobs.length) this.reply(this.closing, this.outcomes);
  }
}
