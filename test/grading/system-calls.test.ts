// The filter of system calls, carried out as the kernel carries it out.
import { filterProgram } from "kernel-lib/dist/grading/sandbox/system-calls.js";
import { describe, expect, test } from "vitest";

const ALLOWED = "allowed";
const results: Record<number, string> = {
  2147418112: ALLOWED,
  327681: "EPERM",
  327718: "ENOSYS",
  2147483648: "killed",
};

/** What becomes of a call, by the instructions of linux/filter.h that the program uses. */
function outcome(program: Buffer, call: { number: number; machine: number; argument?: number }): string {
  const places: Record<number, number> = { 0: call.number, 4: call.machine, 16: call.argument ?? 0 };
  let held = 0;
  for (let at = 0; ; at++) {
    const [code, yes, no] = [program.readUInt16LE(8 * at), program[8 * at + 2]!, program[8 * at + 3]!];
    const value = program.readUInt32LE(8 * at + 4);
    if (code === 0x06) return results[value] ?? String(value);
    if (code === 0x20) held = places[value]!;
    else {
      const holds = { 21: held === value, 53: held >= value, 69: (held & value) !== 0 }[code];
      at += holds ? yes : no;
    }
  }
}

const CLONE_THREAD = 0x10000;

describe.each([
  ["x64", 0xc000003e, { read: 0, execve: 59, clone: 56, vfork: 58, keyctl: 250, shmget: 29 }],
  ["arm64", 0xc00000b7, { read: 63, execve: 221, clone: 220, keyctl: 219, shmget: 194 }],
] as const)("on %s", (arch, machine, calls) => {
  const program = filterProgram(arch);
  const of = (number: number, argument?: number) =>
    outcome(program, { number, machine, ...(argument !== undefined && { argument }) });

  test("files are read, and the program that is meant is started", () => {
    expect([of(calls.read), of(calls.execve)]).toEqual([ALLOWED, ALLOWED]);
  });

  test("threads are started, processes are not", () => {
    expect([of(calls.clone, CLONE_THREAD | 0x100), of(calls.clone, 0x4000), of(435)]).toEqual([
      ALLOWED,
      "EPERM",
      "ENOSYS",
    ]);
    if ("vfork" in calls) expect(of(calls.vfork)).toBe("EPERM");
  });

  test("nothing is kept where another process could find it, or where nobody counts it", () => {
    expect([of(calls.keyctl), of(calls.shmget), of(425)]).toEqual(["EPERM", "EPERM", "EPERM"]);
  });

  test("calls of another machine end the process", () => {
    expect(outcome(program, { number: calls.read, machine: 0x40000003 })).toBe("killed");
  });
});

test("the other numbers of x86-64 are refused", () => {
  expect(outcome(filterProgram("x64"), { number: 0x40000000, machine: 0xc000003e })).toBe("EPERM");
});
