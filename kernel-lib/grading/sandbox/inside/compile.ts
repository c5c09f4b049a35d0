// Compiles a submission, once, in a sandbox of its own that never runs it: what comes out is text that only another sandbox evaluates.
import { nested, type Statement, slice, statementsOf } from "../../cells.js";
import { Channel } from "../../membrane/channel.js";

/** A cell of a submission. Given ones are ours, from the record. */
export interface SubmittedCell {
  readonly code: string;
  readonly given: boolean;
}

export interface CompileRequest {
  readonly cells: readonly SubmittedCell[];
  /** For each exercise: what its test cell needs, and up to which cell it may look. */
  readonly wanted: readonly {
    readonly names: readonly string[];
    readonly classes: readonly string[];
    readonly end: number;
  }[];
}

export interface Compiled {
  /** For each exercise the text of an async function of `require`, `__given` and `__answers`. */
  readonly programs: readonly string[];
  /** Why cells could not be compiled, by their number. */
  readonly mistakes: readonly (readonly [number, string])[];
}

/** @throws nothing for a student's mistake: a cell that is no TypeScript is left out */
export function compile({ cells, wanted }: CompileRequest): Compiled {
  const mistakes: [number, string][] = [];
  const statements = cells.map(({ code }, index): readonly Statement[] => {
    try {
      return statementsOf(code);
    } catch (error) {
      mistakes.push([index, (error as Error).message]);
      return [];
    }
  });
  const programs = wanted.map(({ names, classes, end }) => {
    const needed = new Set([...names, ...classes]);
    const kept: string[] = [];
    // Classes may be spawned, though nobody names them in a test.
    const found = new Set<string>();
    for (let index = end - 1; index >= 0; index--) {
      const own = slice(statements[index]!, needed);
      for (const { declares, isClass } of own)
        for (const name of declares) if (names.includes(name) || (isClass && !cells[index]!.given)) found.add(name);
      if (own.length > 0) kept.unshift(cells[index]!.given ? given(own, classes) : own.map(guarded).join("\n"));
    }
    const answers = [...found].map((name) => `${name}: () => ${name}`);
    const text = nested([...kept, `__answers({ ${answers.join(", ")} });`]);
    return `(async (require, __given, __answers) => {\n${text}})`;
  });
  return { programs, mistakes };
}

function given(statements: readonly Statement[], classes: readonly string[]): string {
  const made = statements.filter(({ isClass }) => isClass).flatMap(({ declares }) => declares);
  const handed = made.filter((name) => classes.includes(name));
  return [...statements.map(({ text }) => text), `__given({ ${handed.join(", ")} });`].join("\n");
}

/** What declares nothing may fail without taking the rest along. */
function guarded({ text, declares }: Statement): string {
  return declares.length > 0 ? text : `try {\n${text}\n} catch {}`;
}

if (require.main === module) {
  const channel = new Channel(0, 1);
  channel.send(JSON.stringify(compile(JSON.parse(channel.receive()))));
}
