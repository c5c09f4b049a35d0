// loses: idle workers get the oldest job: 100 jobs of 10 ms take 8 workers 130 ms
class Pool extends Node {
  workers: string[] = [];
  jobs: Job[] = [];
  outcomes: Outcome[] = [];

  onSubmit({ n, ms }: Submit): void {
    this.jobs.push({ type: "job", n, ms });
  }

  async onClose(message: Close): Promise<void> {
    for (const job of this.jobs) this.outcomes.push(await this.perform(job));
    this.reply(message, this.outcomes);
  }

  async perform(job: Job): Promise<Outcome> {
    try {
      return await this.call(this.workers[0], job, { timeout: 60 });
    } catch {
      this.workers = [`${this.workers[0]}-again`, ...this.workers.slice(1)];
      this.spawn(this.workers[0], Squarer);
      return await this.perform(job);
    }
  }
}
