// The program that a recorded test cell becomes: what it takes of the cells before it, and of the student.
import { programOf } from "kernel-lib/dist/kernel/session/grading/program.js";
import { describe, expect, test } from "vitest";

const of = (tests: string, ...given: string[]) => programOf({ tests, given });
const imports = 'import assert from "node:assert/strict";\nimport { grade, Node, type Run } from "kernel-lib";';

describe("of the student's notebook it takes", () => {
  const names = (tests: string, ...given: string[]) => of(tests, imports, ...given).names;

  test("the answers, and nothing that was given", () => {
    expect(
      names('await grade("E", { Front, f: half }, async () => { new Store(assert); });', "class Store extends Node {}"),
    ).toEqual(["Front", "half"]);
  });
  test("what given cells need of it, though not more than is used", () => {
    const given = "class Gate { of = new Membership(); }\nclass Other { of = new Unused(); }";
    expect(names('await grade("E", { Gate }, async () => {});', given)).toEqual(["Membership"]);
  });
  test("no name that every program has, but where it stands for an answer", () => {
    const tests = 'await grade("E", { Event }, async () => { Math.abs(structuredClone(Date.now())); });';
    expect(names(tests)).toEqual(["Event"]);
  });
  test("nothing where a later given cell redefines a name", () => {
    expect(names('await grade("E", {}, async () => { a(); });', "const a = () => b;", "const a = () => 1;")).toEqual(
      [],
    );
  });
});

test("enums, namespaces and destructured names of given cells are there, statements without a name are not", async () => {
  const given =
    "enum Kind { A, B }\nnamespace n { export const x = 7; }\nconst { y, z: [w] } = { y: 8, z: [9] };\nthrow 1;";
  const { text } = of("await grade(Kind[1], [n.x, y, w], null);", imports, given);
  const calls: unknown[][] = [];
  // biome-ignore lint/security/noGlobalEval: as the tests' isolate evaluates it
  await eval(text)(
    () => ({ grade: (...call: unknown[]) => calls.push(call) }),
    () => {},
    {},
  );
  expect(calls).toEqual([["B", [7, 8, 9], null]]);
});

describe("hidden tests", () => {
  const marksIn = (tests: string) => of(tests).text.match(/__hidden\(\w+\)/g);

  test("are told apart by the comments around them", () => {
    expect(marksIn("await grade(() => {\n  // BEGIN HIDDEN TESTS\n  1;\n  // END HIDDEN TESTS\n});")).toEqual([
      "__hidden(true)",
      "__hidden(false)",
    ]);
  });
  test("are all tests where the comments stand amid an expression", () => {
    expect(marksIn("await grade([\n  1,\n  // BEGIN HIDDEN TESTS\n  2,\n  // END HIDDEN TESTS\n]);")).toEqual([
      "__hidden(true)",
    ]);
  });
});
