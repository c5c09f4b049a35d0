// What strangers write: whatever arrives is read as data or dropped as a whole.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { dataPacket, decodePacket, encodePacket } from "kernel-lib/dist/src/engine/cluster/packet.js";
import { incarnationsOf, readReport } from "kernel-lib/dist/src/engine/cluster/reports.js";
import { encodeRow, envelopesOf } from "kernel-lib/dist/src/engine/threads/envelope-text.js";
import { expect, test } from "vitest";

const mine = (id: string) => id === "anna" || id.startsWith("anna/");
const decode = (text: string) => decodePacket(text, mine);
const envelope = {
  from: "anna",
  to: "ben",
  message: { type: "put", key: "x", value: new Map([["k", [1n, undefined, Number.NaN]]]) },
  event: 7,
  lamport: 3,
  at: 1.5,
  kept: undefined,
};
const data = (...rows: string[]) =>
  dataPacket(1, 2, 0, { from: "anna", to: "ben", count: rows.length, text: `[${rows.join(",")}]` });

test("an envelope arrives as it was sent", () => {
  const packet: any = decode(data(encodeRow(envelope)));
  expect(packet).toMatchObject({ k: "data", s: 1, r: 2, n: 0, batch: { from: "anna", to: "ben", count: 1 } });
  expect(envelopesOf(packet.batch)).toEqual([{ ...envelope, call: undefined, answers: undefined, changed: false }]);
});

test("a call, its answer and what was changed on its way arrive as such", () => {
  const sent = [{ call: 4 }, { answers: 4, message: { type: "reply", value: 1 } }, { changed: true }];
  const packet: any = decode(data(...sent.map((part) => encodeRow({ ...envelope, ...part } as any))));
  expect(envelopesOf(packet.batch).map(({ call, answers, changed }) => [call, answers, changed])).toEqual([
    [4, undefined, false],
    [undefined, 4, false],
    [undefined, undefined, true],
  ]);
});

test("what is said of a batch cannot differ from what is read of it", () => {
  const twice = `{"k":"data","s":1,"r":2,"n":0,"f":"anna","t":"ben","f":"ben"}\n[${encodeRow(envelope)}]`;
  expect(decode(twice)).toBeUndefined();
  expect(decode(data(encodeRow(envelope)).replace("\n", " "))).toBeUndefined();
  expect(decode(data())).toBeUndefined();
  expect(decode(data(encodeRow(envelope).replace(/]$/, ",0,null,null]")))).toBeUndefined();
});

test("nobody speaks in another's name", () => {
  expect(decode(data(encodeRow(envelope)).replace('"f":"anna"', '"f":"ben"'))).toBeUndefined();
});

test.each([
  ["a handler of the node itself", { ...envelope, message: { type: "start" } }],
  ["no type", { ...envelope, message: { key: "x" } }],
  ["a type that is none", { ...envelope, message: { type: "__proto__" } }],
  ["somebody else's token", { ...envelope, message: { type: "put", $call: ["ben", 1] } }],
  ["a Lamport time out of reach", { ...envelope, lamport: 2 ** 52 }],
  ["a time that is none", { ...envelope, at: Number.POSITIVE_INFINITY }],
  ["an answer that is none", { ...envelope, answers: 3 }],
  ["an event that is none", { ...envelope, event: -2 }],
])("an envelope with %s is dropped, and its packet with it", (_, forged: any) => {
  expect(decode(data(encodeRow(envelope), encodeRow(forged)))).toBeUndefined();
});

test("a key named __proto__ is a key, and no prototype is touched", () => {
  const read = decode(
    data('[{"type":"put","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},0,1,0]'),
  ) as any;
  const [{ message }] = envelopesOf(read.batch) as any;
  expect(Object.hasOwn(message, "__proto__")).toBe(true);
  expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
  expect(({} as any).polluted).toBeUndefined();
});

test("depth and size are limited", () => {
  const nested = (depth: number) => data(`[{"type":"put","value":${"[".repeat(depth)}${"]".repeat(depth)}},0,1,0]`);
  // What may be sent arrives; what is deeper would end the node that hands it on.
  expect(decode(nested(100))).toBeDefined();
  expect(decode(nested(101))).toBeUndefined();
  expect(decode(nested(400_000))).toBeUndefined();
  let maps: unknown = 0;
  for (let depth = 0; depth < 100; depth++) maps = new Map([["in", maps]]);
  expect(decode(data(encodeRow({ ...envelope, message: { type: "put", maps } } as any)))).toBeDefined();
  const told = (depth: number) => `{"k":"tell","s":1,"r":2,"n":0,"b":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  expect(decode(told(400))).toBeDefined();
  expect(decode(told(600))).toBeUndefined();
  expect(decode(told(400_000))).toBeUndefined();
  expect(decode(`${" ".repeat(1_000_001)}${data()}`)).toBeUndefined();
});

test("no text makes the decoder throw", () => {
  fc.assert(fc.property(fc.string(), (text) => decode(text) === undefined));
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      decode(text);
      readReport(JSON.parse(text), incarnationsOf(1), mine as any, 0);
    }),
    { numRuns: 500 },
  );
});

test("no change to a true packet gets past the checks as something else", () => {
  const report = JSON.parse(encodePacket({ k: "ack", s: 1, r: 2, n: 3, g: [[0, 2]] }));
  const parts = fc.constantFrom("k", "s", "r", "n", "c", "g", "e", "b", "__proto__");
  const values = fc.oneof(fc.anything({ maxDepth: 3 }), fc.constantFrom("data", "tell", "mark", -1, 1e300, "1"));
  fc.assert(
    fc.property(parts, values, (part, value) => {
      const changed = { ...report, [part]: value };
      let text: string;
      try {
        text = JSON.stringify(changed);
      } catch {
        return true;
      }
      const read = decode(text) as any;
      if (read === undefined) return true;
      return ["s", "r", "n"].every((name) => Number.isSafeInteger(read[name]) && read[name] >= 0);
    }),
    { numRuns: 1000 },
  );
});

test("nothing that arrives is evaluated: the room knows no way to the code that does", () => {
  const folder = "kernel-lib/src/engine/cluster";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(20);
  // Hosts are one's own machines, and no part of a class.
  const others = files.filter((file) => !file.startsWith("hosts"));
  const evaluating = others.filter((file) =>
    /hosts\/|ship\/|unship|node:vm|node:v8|\beval\(|new Function|deserialize/.test(
      readFileSync(join(folder, file), "utf8"),
    ),
  );
  expect(evaluating).toEqual([]);
});
