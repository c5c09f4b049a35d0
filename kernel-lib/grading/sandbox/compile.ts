// Has a submission compiled, once, in a sandbox that never runs it.
import { enclose, type Protection, start } from "./enclosure.js";
import type { Compiled, CompileRequest } from "./inside/compile.js";

/**
 * Packages of the compiler, what it may take of a processor (seconds; an honest submission takes half of one), and of
 * what comes out (bytes). The clock only ends what hangs on this machine.
 */
const PACKAGES = ["tslab", "@tslab/typescript-for-tslab"];
const SECONDS = 15;
const LARGEST = 64 * 2 ** 20;
const LONGEST_MS = 600_000;
/** How a process ends that has used up its processor time: by a signal, which a shell or bubblewrap says as a number. */
const TIME_IS_UP = ["SIGXCPU", 128 + 24];

/** It is the submission that cannot be compiled, and it will be the same the next time. */
export class Uncompilable extends Error {
  override name = "Uncompilable";
}

/** @throws Error where a submission cannot be compiled at all */
export function compile(protection: Protection, request: CompileRequest, seconds = SECONDS): Promise<Compiled> {
  const script = "grading/sandbox/inside/compile.js";
  const child = start(enclose(protection, script, { packages: PACKAGES, seconds }));
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const fail = (why: string, Kind: new (why: string) => Error = Error) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(new Kind(`The cells could not be compiled: ${why}.`));
    };
    const timer = setTimeout(() => fail("it took too long"), LONGEST_MS);
    child.on("error", (error) => fail(error.message));
    child.stdin.on("error", () => {});
    child.stdout.on("data", (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length > LARGEST) fail("they became too long", Uncompilable);
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (TIME_IS_UP.includes(signal ?? code ?? "")) return fail(`it takes more than ${seconds} s`, Uncompilable);
      try {
        resolve(checked(JSON.parse(Buffer.concat(parts).subarray(4).toString("utf8")), request));
      } catch {
        fail("the compiler ended");
      }
    });
    const text = Buffer.from(JSON.stringify(request));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    child.stdin.end(Buffer.concat([size, text]));
  });
}

function checked({ programs, classes, again, mistakes, seconds }: Compiled, { wanted }: CompileRequest): Compiled {
  if ([programs, classes, again].some(({ length }) => length !== wanted.length)) throw new TypeError("programs");
  return {
    programs: programs.map(String),
    classes: classes.map((notes) =>
      Object.fromEntries(
        Object.entries(notes).map(([name, { privates, shared }]) => [
          name,
          { privates: privates.map(String), shared: shared.map(String) },
        ]),
      ),
    ),
    again: again.map((names) => names.map(String)),
    seconds: Number(seconds),
    mistakes: mistakes.map(([index, why]) => [Number(index), String(why)] as const),
  };
}
