import { Names } from "kernel-lib/dist/src/engine/simulator/names.js";
import { expect, test } from "vitest";

test("each name finds its own, and no other does", () => {
  const names = new Names<{ id: string }>();
  const ids = [...Array.from({ length: 5000 }, (_, i) => `n${i}`), "", "__proto__", "constructor", "é", "n-1", "𝒳"];
  for (const [i, id] of ids.entries()) {
    expect(names.get(id)).toBeUndefined();
    names.add({ id });
    expect(names.get(id)).toBe(names.all[i]);
  }
  expect(names.all.map(({ id }) => id)).toEqual(ids);
  for (const [i, id] of ids.entries()) expect(names.get([...id].join(""))).toBe(names.all[i]);
  for (const id of ["n5000", "N1", "n", "n01"]) expect(names.get(id)).toBeUndefined();
});
