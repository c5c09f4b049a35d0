// Every message that was ever sent, numbered: equal messages between the same nodes have one number.
import { encode, freeze, shortened } from "./encode.js";
import { ARRIVES, type Fate, type FaultRules } from "./fault-rules.js";

/** What is sent. */
export interface Sending {
  /** Indices of nodes. */
  readonly from: number;
  readonly to: number;
  /** Frozen: its receiver gets a copy. */
  readonly message: any;
  /** It asks for an answer to this call of the sender. */
  readonly call: number | undefined;
  /** It answers this call of the receiver. */
  readonly answers: number | undefined;
}

export interface NumberedEnvelope extends Sending {
  readonly fate: Fate;
  /** Its fate was decided: it is a copy of one that arrived. */
  readonly isCopy: boolean;
}

export class Envelopes {
  readonly all: NumberedEnvelope[] = [];
  #numbers = new Map<string, number>();

  constructor(readonly rules: FaultRules) {}

  /** The number of this envelope. */
  intern(sent: Sending, isCopy = false): number {
    const { from, to, message, call, answers } = sent;
    const key = shortened(`${from} ${to} ${call ?? ""} ${answers ?? ""} ${isCopy ? "copy " : ""}${encode(message)}`);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    freeze(message);
    this.#numbers.set(key, this.all.length);
    const fate = isCopy ? ARRIVES : this.rules.fateOf(from, to, message.type);
    return this.all.push({ from, to, message, call, answers, fate, isCopy }) - 1;
  }

  /** The same envelope, of which nothing is left to be decided. */
  copyOf(envelope: number): number {
    const sent = this.all[envelope]!;
    return sent.isCopy ? envelope : this.intern(sent, true);
  }
}
