// Has a submission compiled, once, in a sandbox that never runs it.
import { spawn } from "node:child_process";
import { enclose, type Protection } from "./enclosure.js";
import type { Compiled, CompileRequest } from "./inside/compile.js";

/** Packages of the compiler, and bytes and milliseconds it may take. */
const PACKAGES = ["tslab", "@tslab/typescript-for-tslab"];
const LARGEST = 64 * 2 ** 20;
const LONGEST_MS = 600_000;

/** @throws Error where a submission cannot be compiled at all */
export function compile(protection: Protection, request: CompileRequest): Promise<Compiled> {
  const { command, args, env } = enclose(protection, "grading/sandbox/inside/compile.js", PACKAGES);
  const child = spawn(command, args, {
    env,
    stdio: ["pipe", "pipe", "ignore"],
  });
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(new Error(`The cells could not be compiled: ${why}.`));
    };
    const timer = setTimeout(() => fail("it took too long"), LONGEST_MS);
    child.on("error", (error) => fail(error.message));
    child.stdin.on("error", () => {});
    child.stdout.on("data", (part: Buffer) => {
      parts.push(part);
      length += part.length;
      if (length > LARGEST) fail("they became too long");
    });
    child.on("close", () => {
      clearTimeout(timer);
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

function checked({ programs, classes, mistakes }: Compiled, { wanted }: CompileRequest): Compiled {
  if (programs.length !== wanted.length || classes.length !== wanted.length) throw new TypeError("programs");
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
    mistakes: mistakes.map(([index, why]) => [Number(index), String(why)] as const),
  };
}
