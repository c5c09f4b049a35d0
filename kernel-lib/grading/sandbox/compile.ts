// Has a submission compiled, once, in a sandbox that never runs it.
import { ask, Unanswered } from "./ask.js";
import { enclose, type Protection } from "./enclosure.js";
import type { Compiled, CompileRequest } from "./inside/compile.js";

/**
 * Packages of the compiler, what it may take of a processor (seconds; an honest submission takes half of one), and of
 * what comes out (bytes). The clock only ends what hangs on this machine.
 */
const PACKAGES = ["tslab", "@tslab/typescript-for-tslab"];
const SECONDS = 15;
const LARGEST = 64 * 2 ** 20;
const LONGEST_MS = 600_000;

/** It is the submission that cannot be compiled, and it will be the same the next time. */
export class Uncompilable extends Error {
  override name = "Uncompilable";
}

/** @throws Error where a submission cannot be compiled at all */
export async function compile(protection: Protection, request: CompileRequest, seconds = SECONDS): Promise<Compiled> {
  const script = "grading/sandbox/inside/compile.js";
  const command = enclose(protection, script, { packages: PACKAGES, seconds });
  const { answer } = ask(command, JSON.stringify(request), { largest: LARGEST, longest: LONGEST_MS });
  const fail = (why: string, Kind: new (why: string) => Error = Error): never => {
    throw new Kind(`The cells could not be compiled: ${why}.`);
  };
  const text = await answer.catch((error: Error) => {
    if (!(error instanceof Unanswered)) return fail(error.message);
    if (error.lack === "hangs") return fail("it took too long");
    if (error.lack === "long") return fail("they became too long", Uncompilable);
    if (error.lack === "time") return fail(`it takes more than ${seconds} s`, Uncompilable);
    return fail("the compiler ended");
  });
  try {
    return checked(JSON.parse(text), request);
  } catch {
    return fail("the compiler ended");
  }
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
