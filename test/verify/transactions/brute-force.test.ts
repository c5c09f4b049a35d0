// The judge of transactions beside one that tries everything, on small histories.
import { type SerialVerdict, serializable, type Transaction, type TransactionStep } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { type Base, bruteSerializable, bruteSnapshot, bruteWeak, type Order } from "./brute-force.js";

const BASES: Base[] = [
  "read uncommitted",
  "read committed",
  "parallel snapshot isolation",
  "snapshot isolation",
  "serializable",
];
const ORDERS: Order[] = ["plain", "session", "time"];

function dice(seed: number) {
  let state = seed;
  return (n: number) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

/** Registers whose reads are of anything that was ever written, mostly; values may be written twice. */
function registers(random: (n: number) => number): Transaction[] {
  const count = 2 + random(3);
  const distinct = random(3) > 0;
  let version = 0;
  const written: { key: string; value: number }[] = [];
  const drafts = Array.from({ length: count }, () =>
    Array.from({ length: 1 + random(3) }, () => {
      const key = ["x", "y"][random(2)]!;
      if (random(2) === 0) return { read: key };
      const value = distinct ? ++version : 1 + random(3);
      written.push({ key, value });
      return { write: key, value };
    }),
  );
  return drafts.map((steps, id) => ({
    id,
    ...when(id, random),
    steps: steps.map((step) => filled(step, written, random)),
  }));
}

function filled(
  step: { read: string } | { write: string; value: number },
  written: readonly { key: string; value: number }[],
  random: (n: number) => number,
): TransactionStep {
  if ("write" in step) return step;
  const values = [undefined, ...written.flatMap(({ key, value }) => (key === step.read ? [value] : []))];
  return { read: step.read, value: values[random(values.length)] };
}

function when(id: number, random: (n: number) => number) {
  const start = random(20);
  return { process: `p${(id + random(2)) % 2}`, start, end: start + 1 + random(8) };
}

/** Lists in a random order of appends, one for each transaction and key; reads are beginnings of them. */
function lists(random: (n: number) => number): Transaction[] {
  const count = 2 + random(3);
  const drafts = Array.from({ length: count }, (_, id) =>
    ["x", "y"].flatMap((key) => [
      ...(random(2) === 0 ? [{ append: key, value: 10 * id + 1 }] : []),
      ...(random(2) === 0 ? [{ read: key, value: [] as unknown[] }] : []),
    ]),
  );
  const order = new Map<string, number[]>();
  for (const key of ["x", "y"]) {
    const appended = drafts.flatMap((steps) =>
      steps.flatMap((step) => ("append" in step && step.append === key ? [step.value] : [])),
    );
    order.set(
      key,
      appended
        .map((value) => ({ value, at: random(100) }))
        .sort((a, b) => a.at - b.at)
        .map(({ value }) => value),
    );
  }
  return drafts.map((steps, id) => ({
    id,
    ...when(id, random),
    steps: steps.map((step) => {
      if ("append" in step) return step;
      const all = order.get(step.read)!;
      const own = steps.findIndex((one) => "append" in one && one.append === step.read);
      const mine = own >= 0 && own < steps.indexOf(step) ? all.indexOf(10 * id + 1) + 1 : undefined;
      return { read: step.read, value: all.slice(0, mine ?? random(all.length + 1)) };
    }),
  }));
}

/** Whether a verdict says that a level holds: one that is at least as strong is among the strongest. */
function says({ levels }: SerialVerdict, base: Base, order: Order): boolean {
  return levels.some((name) => {
    const own =
      name === "strict serializable"
        ? "time"
        : name.startsWith("strong session")
          ? "session"
          : name.startsWith("strong")
            ? "time"
            : "plain";
    const level = BASES.findIndex(
      (one) =>
        name === `strict ${one}` ||
        (name.endsWith(one) && (one !== "snapshot isolation" || !name.includes("parallel"))),
    );
    return level >= BASES.indexOf(base) && ORDERS.indexOf(own) >= ORDERS.indexOf(order);
  });
}

/** Without two transactions of one process, session levels are the plain ones, and not named. */
function told(all: readonly Transaction[], order: Order): Order {
  return order === "session" && new Set(all.map(({ process }) => process)).size === all.length ? "plain" : order;
}

function brute(all: Transaction[], base: Base, order: Order, listed: boolean): boolean {
  if (base === "serializable") return bruteSerializable(all, order, listed);
  if (base === "snapshot isolation") return bruteSnapshot(all, order, listed);
  return bruteWeak(all, base, order, listed);
}

/** By start, as sessions are. */
const byStart = (all: Transaction[]) => all.sort((a, b) => a.start! - b.start! || Number(a.id) - Number(b.id));

const SELF = ["internal", "garbage read", "incompatible order"];

describe("small histories agree with trying everything", () => {
  test.each([true, false])("registers, in the order listed: %s", async (listed) => {
    const random = dice(listed ? 11 : 12);
    const counts: Record<string, number> = {};
    for (let i = 0; i < 800; i++) {
      const all = byStart(registers(random));
      const verdict = await serializable(all, { versions: listed ? "listed" : "unknown" });
      const wrong = verdict.anomalies.some(({ name }) => SELF.includes(name));
      for (const base of BASES)
        for (const order of ORDERS) {
          const expected = !wrong && brute(all, base, order, listed);
          expect(
            says(verdict, base, told(all, order)),
            `${base} ${order}: ${JSON.stringify(all)} ${JSON.stringify(verdict)}`,
          ).toBe(expected);
          counts[`${base} ${order} ${expected}`] = (counts[`${base} ${order} ${expected}`] ?? 0) + 1;
        }
      const serial = !wrong && bruteSerializable(all, "plain", listed);
      expect(verdict.ok).toBe(serial);
      expect(verdict.anomalies.filter(({ name }) => !name.includes("(")).length > 0).toBe(!serial);
    }
    expect(Math.min(...BASES.map((base) => counts[`${base} plain true`]!))).toBeGreaterThan(100);
    expect(counts["serializable plain false"]).toBeGreaterThan(100);
    expect(counts["snapshot isolation plain true"]).toBeGreaterThan(counts["serializable plain true"]!);
  });

  test("lists, whose reads tell the order, whatever the order listed", async () => {
    const random = dice(13);
    const counts = { true: 0, false: 0 };
    for (let i = 0; i < 800; i++) {
      const all = byStart(lists(random));
      const verdict = await serializable(all);
      const wrong = verdict.anomalies.some(({ name }) => SELF.includes(name));
      for (const [base, order] of ORDERS.flatMap(
        (order) =>
          [
            ["serializable", order],
            ["snapshot isolation", order],
          ] as const,
      )) {
        const expected = !wrong && brute(all, base, order, false);
        expect(
          says(verdict, base, told(all, order)),
          `${base} ${order}: ${JSON.stringify(all)} ${JSON.stringify(verdict)}`,
        ).toBe(expected);
        counts[`${expected}`]++;
      }
    }
    expect(Math.min(counts.true, counts.false)).toBeGreaterThan(500);
  });

  test("what aborted did not happen, what is unknown did or did not", async () => {
    const random = dice(14);
    const counts = { true: 0, false: 0 };
    for (let i = 0; i < 800; i++) {
      const drafts = byStart(registers(random));
      const values = drafts.flatMap(({ steps }) => steps.flatMap((step) => ("write" in step ? [step.value] : [])));
      if (new Set(values).size < values.length) continue;
      const all = drafts.map((one) => ({ ...one, status: (["committed", "aborted", "unknown"] as const)[random(3)]! }));
      for (const listed of [true, false]) {
        const verdict = await serializable(all, { versions: listed ? "listed" : "unknown" });
        const expected = subsets(all.filter(({ status }) => status === "unknown")).some((happened) =>
          bruteSerializable(
            all.filter((one) => one.status === "committed" || happened.includes(one)),
            "plain",
            listed,
          ),
        );
        expect(verdict.ok, `${listed} ${JSON.stringify(all)} ${JSON.stringify(verdict)}`).toBe(expected);
        counts[`${expected}`]++;
      }
    }
    expect(Math.min(counts.true, counts.false)).toBeGreaterThan(100);
  });
});

function subsets<T>(items: readonly T[]): T[][] {
  const [first, ...rest] = items;
  return first === undefined ? [[]] : subsets(rest).flatMap((one) => [one, [first, ...one]]);
}
