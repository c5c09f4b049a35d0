// The room's poll, of which there is one at a time: what is asked now, and what has been answered.
import { type Answer, Ballot } from "./ballot.js";
import type { ShownPoll } from "./server/page.js";

/** Answers that come at once are shown at once. */
const GATHER_MS = 100;

export class PollDesk {
  #poll: { shown: ShownPoll; ballot: Ballot } | undefined;
  #polls = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param ask shows everyone the poll, or that there is none
   * @param count shows the lecturer the answers so far
   * @param over is told what was asked, and what was answered
   */
  constructor(
    readonly ask: (poll: ShownPoll | null) => void,
    readonly count: (id: number, answers: readonly Answer[]) => void,
    readonly over: (poll: ShownPoll, answers: readonly Answer[]) => void,
  ) {}

  /** What is asked now. */
  get shown(): ShownPoll | undefined {
    return this.#poll?.shown;
  }

  /** The answers to it so far. */
  get answers(): readonly Answer[] {
    return this.#poll?.ballot.answers ?? [];
  }

  /** Asks; the poll before ends. @returns its number */
  open(question: string, choices: readonly string[] | undefined): number {
    this.#end();
    const id = ++this.#polls;
    this.#poll = { shown: { id, question, choices }, ballot: new Ballot(choices) };
    this.ask(this.#poll.shown);
    return id;
  }

  /** @returns the answers; none if that poll is over */
  close(id: number): readonly Answer[] {
    if (this.#poll?.shown.id !== id) return [];
    const { answers } = this.#poll.ballot;
    this.#end();
    this.ask(null);
    return answers;
  }

  /** @returns why the answer does not count, if it does not */
  vote(voter: string, id: number | undefined, text: string): string | undefined {
    if (!this.#poll || this.#poll.shown.id !== id) return "there is no question to answer now.";
    const sorry = this.#poll.ballot.give(voter.slice(0, 80), text);
    if (sorry === undefined) this.#timer ??= setTimeout(() => this.#show(), GATHER_MS);
    return sorry;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#end();
  }

  #end(): void {
    if (this.#poll) this.over(this.#poll.shown, this.#poll.ballot.answers);
    this.#poll = undefined;
  }

  #show(): void {
    this.#timer = undefined;
    if (this.#poll) this.count(this.#poll.shown.id, this.#poll.ballot.answers);
  }
}
