// Requests that wait for their answers, numbered by the side that asks: a node's calls and sleeps, questions from
// outside, requests to another thread.

export interface PendingRequest<About> {
  /** What the side that asks wants to remember. */
  readonly about: About;
  resolve(value: any): void;
  reject(error: Error): void;
}

export class PendingRequests<About = undefined> {
  #pending = new Map<number, PendingRequest<About>>();
  #latest = 0;

  /** How many have no answer yet. */
  get size(): number {
    return this.#pending.size;
  }

  /** The number that was given last; 0 before the first. */
  get latest(): number {
    return this.#latest;
  }

  /** The number of the next request. */
  number(): number {
    return ++this.#latest;
  }

  has(number: number): boolean {
    return this.#pending.has(number);
  }

  /** What the side that asks remembers of a request that waits. */
  about(number: number): About | undefined {
    return this.#pending.get(number)?.about;
  }

  /** The answer to a request. */
  for(number: number, about = undefined as About): Promise<any> {
    return new Promise((resolve, reject) => this.#pending.set(number, { about, resolve, reject }));
  }

  /** The request that waits for this answer, if one still does. It waits no longer, so resolve or reject it. */
  take(number: number): PendingRequest<About> | undefined {
    const request = this.#pending.get(number);
    this.#pending.delete(number);
    return request;
  }

  /** Rejects all for which there is an error. */
  rejectAll(errorFor: (about: About) => Error | undefined): void {
    for (const [number, { about, reject }] of this.#pending) {
      const error = errorFor(about);
      if (!error) continue;
      this.#pending.delete(number);
      reject(error);
    }
  }

  /** Drops all requests, whose promises then never settle. */
  forget(): void {
    this.#pending.clear();
  }
}
