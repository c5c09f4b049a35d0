// A submission as the kernel marks it: what students learn of each test, that the mark is the same each time, and that whatever way an answer is
// written it is found, though Node's permission model hides what functions close over.
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { isOffline } from "kernel-lib/dist/src/grade/isolates/system-sandbox.js";
import { describe, expect, test } from "vitest";
import { mark, writeExercise } from "../support/marking.js";
import { type Output, runCells } from "../support/notebook.js";

const exercise = writeExercise();
/** A report as readers see it, "|" between pieces. */
const read = (outputs: Output[]) => {
  const [result] = outputs.flatMap((output) =>
    output.output_type === "execute_result" ? [output.data["text/html"]] : [],
  );
  return String(result)
    .replace(/<[^>]*>/g, "|")
    .replace(/\|+/g, "|")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
};

const mute = "class Echo extends Node { onSay() {} }";

test("of a visible test students see what was expected and what came, of a hidden one its sentence and nothing else", async () => {
  const [marked] = await mark(exercise, [mute]);
  const text = read(marked!.outputs[3]!);
  expect(text).toContain(
    "|two becomes four|0 of 1|Expected values to be strictly equal:\n|+ got|   |- expected|\n|+ 2|\n|- 4|",
  );
  expect(text).toContain("|The run in which it failed. To replay it: run({ ... }) with seed: 1|");
  expect(text).toContain("|✗| failed|negative numbers stay negative|0 of 1|✗| failed|every word comes back|0 of 1|");
  expect(text.endsWith("|every word comes back|0 of 1|")).toBe(true);
});

test("the same submission has the same mark and the same report each time", async () => {
  const marks = await mark(exercise, [mute, mute, mute]);
  const reports = marks.map(({ points, outputs }) => ({ points, reports: [outputs[3], outputs[5]] }));
  expect(reports[0]!.points).toEqual(["0", "2"]);
  expect(reports[1]).toEqual(reports[0]);
  expect(reports[2]).toEqual(reports[0]);
});

const styles = [
  "const times = (n: number) => (f: number) => f * n;\nconst twice = times(2);",
  "const twice = (n: number): number => 2 * n;",
  "const times = (a: number) => (b: number) => a * b;\nconst twice = times(2);",
  "const known = new Map<number, number>();\nconst remembered = (f: (n: number) => number) => {\n  const asked = new Set<number>();\n  return (n: number) => { asked.add(n); if (!known.has(n)) known.set(n, f(n)); return known.get(n)!; };\n};\nconst twice = remembered((n) => n + n);",
  "enum Factor { Two = 2 }\nnamespace tools { export const by = (n: number) => n * Factor.Two; }\nfunction twice(n: number): number { return tools.by(n); }",
  "function twice(n: number): number {\n  const add = (m: number): number => (m > 0 ? 2 + add(m - 1) : 0);\n  return n < 0 ? -twice(-n) : add(n);\n}",
  "async function* numbers(n: number) { yield n; yield n; }\nasync function twice(n: number): Promise<number> {\n  let sum = 0;\n  for await (const m of numbers(n)) sum += m;\n  return sum;\n}",
  "const Twice = class { constructor(readonly factor = 2) {}\n  of = (n: number) => n * this.factor; };\nfunction twice(n: number): number { return new Twice().of(n); }",
  'import { format } from "node:util";\nclass Factor extends Error { override name = "Factor"; value = 2; }\nfunction twice(n: number): number { format("%d", n); return n * new Factor().value; }',
  'const speaker = (word: string) => class extends Node {\n  onSay({ text }: Say, from: string) { this.send(from, { type: word, text }); }\n};\nclass Echo extends speaker("heard") {}\nconst twice = (n: number) => n + n;',
  'class Helper extends Node {\n  onPass({ text, to }: any) { this.send(to, { type: "heard", text }); }\n}\nclass Echo extends Node {\n  onStart() { this.spawn("helper", Helper); }\n  onSay({ text }: Say, to: string) { console.log(text); this.send("helper", { type: "pass", text, to }); }\n}\nconst twice = (n: number) => n + n;',
];

test("right answers are right in every style", async () => {
  const marks = await mark(exercise, styles);
  const told = marks.map(({ points, outputs }, i) =>
    points.join() === "4,2"
      ? "right"
      : `${styles[i]}\n${points.join()} ${JSON.stringify(outputs[2])} ${read(outputs[3]!)}`,
  );
  expect(told).toEqual(styles.map(() => "right"));
}, 120_000);

test("a submission has no network where the system can take it away, and elsewhere it has", async () => {
  let callers = 0;
  const server = createServer((socket) => {
    callers++;
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const call = `new Promise<string>((done) => require("node:net").connect(${port}, "127.0.0.1")
    .once("connect", () => done("connected")).once("error", (error: any) => done(error.code)))`;
  const [marked] = await mark(exercise, [`console.log(await ${call});`]);
  server.close();
  const [met, said] = isOffline() ? [0, "ENETUNREACH"] : [1, "connected"];
  expect([callers, marked!.outputs[2]]).toEqual([met, [{ output_type: "stream", name: "stdout", text: `${said}\n` }]]);
});

describe("in a student's own copy", () => {
  const env = { VERTEILT_EXERCISE: exercise };
  const given = sourceOf(0);
  const tests = sourceOf(2);

  test("a recorded test cell is judged as it was recorded, whatever became of its helpers", async () => {
    const bent = "class Asker extends Node { onStart() { this.output('hi'); } }\nclass Echo extends Node {}";
    const ran = await runCells(
      [given, "const twice = (n: number) => 2 * n;", bent, tests].map((source) => ({ source })),
      {
        env,
      },
    );
    expect(read(ran[3]!.outputs)).toContain("2 of 4 tests passed");
  });

  test("one whose given cells were changed is run as it stands", async () => {
    const changed = given.replace("this.output(text)", "this.output(text.trim())");
    const answers =
      "const twice = (n: number) => 2 * n;\nclass Echo extends Node {\n  onSay({ text }: Say, from: string) { this.send(from, { type: 'heard', text: ' ' + text + ' ' }); }\n}";
    const ran = await runCells(
      [changed, answers, tests].map((source) => ({ source })),
      { env },
    );
    expect(read(ran[2]!.outputs)).toContain("4 of 4 tests passed");
  });
});

function sourceOf(index: number): string {
  const cell = JSON.parse(readFileSync(exercise, "utf8")).cells[index];
  return [cell.source].flat().join("");
}
