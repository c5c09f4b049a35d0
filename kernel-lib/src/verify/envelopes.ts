// Every message that was ever sent, numbered: equal messages between the same nodes have one number.
import { encode, freeze, shortened } from "./encode.js";

export interface NumberedEnvelope {
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

export class Envelopes {
  readonly all: NumberedEnvelope[] = [];
  #numbers = new Map<string, number>();

  /** The number of this envelope. */
  intern(sent: NumberedEnvelope): number {
    const { from, to, message, call, answers } = sent;
    const key = shortened(`${from} ${to} ${call ?? ""} ${answers ?? ""} ${encode(message)}`);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    freeze(message);
    this.#numbers.set(key, this.all.length);
    return this.all.push(sent) - 1;
  }
}
