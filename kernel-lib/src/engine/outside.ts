// Everyone who is not a node: asks questions of a live system and waits for the answers. Drawn as a line of its own.
import { copyMessage } from "../node/check.js";
import { MisuseError, quote, TimeoutError } from "../node/errors.js";
import type { NodeId } from "../node/messages.js";
import { PendingRequests } from "../node/pending-requests.js";
import type { Line, Recorder, SentEnvelope } from "../trace/recorder.js";
import { OUTSIDE } from "../trace/trace.js";
import type { History } from "./history.js";

/** What an engine does for those outside. */
export interface Border {
  time(): number;
  envelope(from: NodeId, to: NodeId, message: any, call: number): SentEnvelope;
  knows(id: NodeId): boolean;
  readonly recorder: Recorder;
  transmit(envelope: SentEnvelope, delay: number, lost: boolean): void;
}

interface Question {
  readonly to: NodeId;
  readonly type: string;
  readonly timeout: number | undefined;
}

export class Outside implements Line {
  lamport = 0;
  readonly #questions = new PendingRequests<Question>();

  constructor(
    readonly border: Border,
    readonly history: Pick<History, "add">,
    readonly id: NodeId = OUTSIDE,
    /** Whether a node may answer what another was asked: it may have been handed the question. */
    readonly mayAnswer: (by: NodeId, asked: NodeId) => boolean = () => true,
  ) {}

  /** How many questions have no answer yet. */
  get open(): number {
    return this.#questions.size;
  }

  /**
   * Asks; `call` identifies the question.
   * @param timeout ms, after which the engine has to call `expire`
   */
  ask(to: NodeId, message: any, timeout?: number): { call: number; answer: Promise<unknown> } {
    const { border } = this;
    if (!border.knows(to)) throw new MisuseError(`ask(${quote(to)}, ...): there is no such node.`);
    const copied = copyMessage(message, "ask");
    const call = this.#questions.number();
    const at = border.time();
    this.history.add({ client: this.id, call, process: this.id, at, input: copied });
    const answer = this.#questions.for(call, { to, type: message.type, timeout });
    const envelope = border.envelope(this.id, to, copyMessage(message, "ask"), call);
    border.recorder.sent(this, envelope);
    border.transmit(envelope, 0, false);
    return { call, answer };
  }

  receive(envelope: SentEnvelope): void {
    const { from, message, answers } = envelope;
    const { border } = this;
    const asked = this.#questions.about(answers!);
    if (asked && !this.mayAnswer(from, asked.to)) return void border.recorder.ignored(this, envelope);
    border.recorder.received(this, envelope);
    this.history.add({ client: this.id, call: answers!, process: this.id, at: border.time(), output: message.value });
    this.#questions.take(answers!)?.resolve(message.value);
  }

  /** Stops waiting for one question. */
  expire(call: number): void {
    const question = this.#questions.take(call);
    if (!question) return;
    const { to, type, timeout } = question.about;
    question.reject(new TimeoutError(`${to} did not answer ${quote(type)} within ${timeout} ms.`));
  }

  /** Nothing is in flight any more, so questions without a time-out will never be answered: rejects them. */
  giveUp(why: string): void {
    this.#questions.rejectAll(({ to, type, timeout }) =>
      timeout === undefined ? new Error(`${to} did not answer ${quote(type)}: ${why}`) : undefined,
    );
  }
}
