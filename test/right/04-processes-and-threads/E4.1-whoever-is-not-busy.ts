// No list of idle workers: each time, look who is not busy.
class Pool extends Node {
  workers: string[] = []; // names of nodes of class Squarer

  async onSubmit({ n, ms }: Submit): Promise<void> {
    this.jobs.push({ type: "job", n, ms });
    await this.handOut();
  }

  onClose(message: Close): void {
    this.closing = message;
    this.answerWhenDone();
  }

  jobs: Job[] = [];
  outcomes: Outcome[] = [];
  next = 0; // the number of the oldest job that nobody has
  done = 0;
  busy: string[] = [];
  closing: Close = undefined;

  /** Gives the oldest job to an idle worker, if there are both; then the next one. */
  async handOut() {
    const worker = this.workers.find((name) => !this.busy.includes(name));
    if (worker === undefined || this.next === this.jobs.length) return;
    const number = this.next++;
    await this.perform(number, worker);
    await this.handOut();
  }

  async perform(number: number, worker: string): Promise<void> {
    this.busy.push(worker);
    try {
      this.outcomes[number] = await this.call(worker, this.jobs[number], { timeout: 60 });
      this.done++;
      this.answerWhenDone();
    } catch {
      await this.perform(number, this.replace(worker));
    } finally {
      this.busy = this.busy.filter((name) => name !== worker);
    }
  }

  replace(dead: string): string {
    const fresh = `${dead}-again`;
    this.spawn(fresh, Squarer);
    this.workers = this.workers.map((name) => (name === dead ? fresh : name));
    return fresh;
  }

  answerWhenDone() {
    if (this.closing && this.done === this.jobs.length) this.reply(this.closing, this.outcomes);
  }
}
