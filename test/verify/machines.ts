// Random systems: machines with few states whose rules are drawn by lot, the same for the same seed.
import { Node } from "kernel-lib";

export interface Rule {
  s: number;
  sends: { to: string; n: number }[];
  set?: [string, number];
  clear?: string;
  save: boolean;
  fails?: boolean;
  says?: boolean;
}
export interface Rules {
  start: Rule;
  message: Rule[][];
  timer: Record<string, Rule[]>;
}

/** Does what its rules say; its state is a number. */
export class Machine extends Node<{ s: number }> {
  s = 0;
  /** How many events it follows, after which it does nothing. */
  left = Number.POSITIVE_INFINITY;
  rules!: Rules;
  onStart() {
    this.s = this.disk.s ?? 0;
    this.follow(this.rules.start);
  }
  onMessage({ n }: { n: number }) {
    this.follow(this.rules.message[n]![this.s]!);
  }
  onTimer(name: string) {
    this.follow(this.rules.timer[name]![this.s]!);
  }
  follow({ s, sends, set, clear, save, fails, says }: Rule) {
    if (this.left === 0) return;
    this.left--;
    if (fails) throw new Error("as its rules say");
    this.s = s;
    for (const { to, n } of sends) this.send(to, { type: "number", n });
    if (set) this.setTimer(...set);
    if (clear) this.clearTimer(clear);
    if (save) this.disk.s = s;
    if (says) this.output(s);
  }
}

export type Lot = (n: number) => number;

/** Numbers below n, the same every time (Lehmer's generator). */
export function lot(seed: number): Lot {
  let drawn = seed;
  return (n) => {
    drawn = (drawn * 48271) % 2147483647;
    return Math.floor((drawn / 2147483647) * n);
  };
}

export const STATES = 3;

/** @param rare one rule in so many fails, and one in ten of that says something; none unless given */
export function randomRules(random: Lot, ids: readonly string[], self: number, rare?: number): Rules {
  const others = ids.length - 1;
  const rule = (): Rule => ({
    s: random(STATES),
    sends: Array.from({ length: random(4) === 0 ? 2 : random(2) }, () => ({
      to: ids[random(10) ? (self + 1 + random(others)) % ids.length : self]!,
      n: random(2),
    })),
    ...(random(4) === 0 && { set: [["x", "y"][random(2)]!, 10 * (1 + random(3))] as [string, number] }),
    ...(random(6) === 0 && { clear: ["x", "y"][random(2)]! }),
    save: random(5) === 0,
    ...(rare && { fails: random(rare) === 0, says: random(rare / 10) === 0 }),
  });
  const row = () => Array.from({ length: STATES }, rule);
  return { start: rule(), message: [row(), row()], timer: { x: row(), y: row() } };
}
