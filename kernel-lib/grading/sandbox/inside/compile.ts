// Compiles a submission, once, in a sandbox of its own that never runs it: what comes out is text that only another
// sandbox evaluates.
import { nested, type Statement, slice, statementsOf } from "../../cells.js";
import { Channel } from "../../membrane/channel.js";
import { DescriptorPipe } from "../../membrane/pipe.js";

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
  /** For each exercise what is to know of the classes that the student declared, by their names. */
  readonly classes: readonly Readonly<Record<string, ClassNote>>[];
  /** For each exercise the names that were given and that the student declares otherwise. */
  readonly again: readonly (readonly string[])[];
  /** Seconds of processor time that it took. */
  readonly seconds: number;
  /** Why cells could not be compiled, by their number. */
  readonly mistakes: readonly (readonly [number, string])[];
}

/** Memory of a class that does not show in the fields of its objects. */
export interface ClassNote {
  readonly privates: readonly string[];
  /** Variables outside of it that it changes. */
  readonly shared: readonly string[];
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
  const made = wanted.map(({ names, classes, end }) => {
    const needed = new Set([...names, ...classes]);
    const kept: string[] = [];
    // Classes may be spawned, though no test names them.
    const found = new Set<string>();
    const written: Statement[] = [];
    for (let index = end - 1; index >= 0; index--) {
      // A student may declare a given class anew: the judge's own objects are of the one that was given.
      if (cells[index]!.given) for (const name of classes) needed.add(name);
      const own = slice(statements[index]!, needed);
      if (!cells[index]!.given) written.push(...own);
      for (const { declares, isClass } of own)
        for (const name of declares) if (names.includes(name) || (isClass && !cells[index]!.given)) found.add(name);
      if (own.length > 0) kept.unshift(cells[index]!.given ? given(own, classes) : own.map(guarded).join("\n"));
    }
    const answers = [...found].map((name) => `${name}: () => ${name}`);
    const text = nested([...kept, `__answers({ ${answers.join(", ")} });`]);
    const before = statements.slice(0, end);
    return {
      program: `(async (require, __given, __answers) => {\n${text}})`,
      notes: notesOf(written),
      again: declaredAgain(
        before.filter((_, index) => cells[index]!.given).flat(),
        before.filter((_, index) => !cells[index]!.given).flat(),
      ),
    };
  });
  const { user, system } = process.cpuUsage();
  return {
    programs: made.map(({ program }) => program),
    classes: made.map(({ notes }) => notes),
    again: made.map(({ again }) => again),
    seconds: (user + system) / 1e6,
    mistakes,
  };
}

/** Names that were given, and that the student's cells declare with another text. */
function declaredAgain(given: readonly Statement[], own: readonly Statement[]): string[] {
  const texts = new Map(given.flatMap(({ declares, text }) => declares.map((name) => [name, text] as const)));
  const names = own.flatMap(({ declares, text }) => declares.filter((name) => (texts.get(name) ?? text) !== text));
  return [...new Set(names)];
}

function notesOf(written: readonly Statement[]): Record<string, ClassNote> {
  const byName = new Map(written.flatMap((statement) => statement.declares.map((name) => [name, statement] as const)));
  const notes: [string, ClassNote][] = [];
  for (const [name, { isClass }] of byName) {
    if (!isClass) continue;
    const used = new Set([name]);
    for (const one of used) for (const other of byName.get(one)?.uses ?? []) if (byName.has(other)) used.add(other);
    const statements = [...used].map((one) => byName.get(one)!);
    const isVariable = (reached: string) => byName.has(reached) && !byName.get(reached)!.isClass;
    notes.push([
      name,
      {
        privates: statements.filter((one) => one.isClass).flatMap(({ privates }) => privates),
        shared: [...new Set(statements.flatMap(({ reaches }) => reaches).filter(isVariable))],
      },
    ]);
  }
  return Object.fromEntries(notes);
}

function given(statements: readonly Statement[], classes: readonly string[]): string {
  const made = statements.filter(({ isClass }) => isClass).flatMap(({ declares }) => declares);
  const handed = made.filter((name) => classes.includes(name));
  return [...statements.map(({ text }) => text), `__given({ ${handed.join(", ")} });`].join("\n");
}

/** What declares nothing may fail without taking the rest along, and so may a module that cannot be loaded. */
function guarded({ text, declares }: Statement): string {
  if (declares.length === 0) return `try {\n${text}\n} catch {}`;
  const [, names, module] = /^const (\{.*?\}|\S+) = (require\(.*\));$/.exec(text) ?? [];
  return module ? `const ${names} = (() => { try { return ${module}; } catch { return {}; } })();` : text;
}

if (require.main === module) {
  const channel = new Channel(new DescriptorPipe(0, 1));
  channel.send(JSON.stringify(compile(JSON.parse(channel.receive()))));
}
