// Functions that engines may round as they like, rounded as we do.
import { createHash } from "node:crypto";
import { cosineOfTurn, logarithm } from "kernel-lib/dist/src/network/functions.js";
import { expect, test } from "vitest";

const draws = Array.from({ length: 20_000 }, (_, i) => ((i * 2654435761) % 4294967296) / 4294967296);

test("the logarithm is within the last two bits of the true one", () => {
  for (const x of [...draws.map((draw) => 1 - draw), 2 ** -32, 5e-324, 1e308, 0.5, 2, Math.E, 1 - 2 ** -53])
    expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(2 ** -51 * Math.abs(Math.log(x)));
  expect([logarithm(1), logarithm(2), logarithm(0.5)]).toEqual([0, Math.LN2, -Math.LN2]);
});

test("the cosine of a turn is off by no more than its arithmetic", () => {
  for (const turn of draws)
    expect(Math.abs(cosineOfTurn(turn) - Math.cos(2 * Math.PI * turn))).toBeLessThanOrEqual(2 ** -50);
  expect([0, 0.5, 1].map(cosineOfTurn)).toEqual([1, -1, 1]);
});

test("both are the same on every machine", () => {
  const values = new Float64Array(draws.flatMap((draw) => [logarithm(1 - draw), cosineOfTurn(draw)]));
  expect(createHash("sha256").update(values).digest("hex")).toBe(
    "67da41b9825cfab16375798272f81b97c046e565502d02ca2f40f7f9ab53dfe2",
  );
});
