// The language of the Node that runs, the names a student may choose, and what is said of what cannot be read.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

const folder = mkdtempSync(join(tmpdir(), "language-"));
let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: folder });
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

async function shown(code: string): Promise<string | undefined> {
  const { result, error } = await kernel.execute(code);
  return error ? `${error.ename}: ${error.evalue}` : result?.["text/plain"];
}

async function message(code: string): Promise<string> {
  const { error } = await kernel.execute(code);
  expect(error).toBeDefined();
  return stripVTControlCharacters(error!.traceback.join("\n"));
}

describe("what this Node has is known, with its types", () => {
  const there = (owner: any, name: string) => owner !== undefined && name in owner;
  const features: [probe: boolean, code: string, value: string][] = [
    [there(Array.prototype, "toSorted"), "[3, 1].toSorted().with(0, 9).toReversed()", "[ 3, 9 ]"],
    [there(Array.prototype, "findLast"), "[1, 2, 3].findLast((x) => x < 3)", "2"],
    [there(Uint8Array.prototype, "toSorted"), "new Uint8Array([3, 1]).toSorted()[0]", "1"],
    [there(String.prototype, "isWellFormed"), "'a'.isWellFormed()", "true"],
    [there(Array, "fromAsync"), "(await Array.fromAsync([Promise.resolve(1)])).length", "1"],
    [there(Promise, "withResolvers"), "const w = Promise.withResolvers<number>(); w.resolve(5); await w.promise", "5"],
    [there(Object, "groupBy"), "Object.groupBy([1, 2, 3], (n) => (n % 2 ? 'odd' : 'even')).odd!.length", "2"],
    [there(Set.prototype, "union"), "new Set([1]).union(new Set(['a'])).size", "2"],
    [
      there((globalThis as any).Iterator?.prototype, "map"),
      "new Map([[1, 2]]).values().map((n) => n * 2).toArray()",
      "[ 4 ]",
    ],
    [there(Promise, "try"), "await Promise.try(() => 3)", "3"],
    [there(RegExp, "escape"), "RegExp.escape('a.b').length > 0", "true"],
  ];
  for (const [isThere, code, value] of features)
    test(code, async () => {
      if (isThere) expect(await shown(code)).toBe(value);
      else expect(await shown(code)).toMatch(/CompileError: (Property|Cannot find)/);
    });

  test("wrong types are still found", async () => {
    expect(await shown("const s: string[] = [3, 1].toSorted()")).toContain("not assignable to type 'string[]'");
  });
});

test("names that begin with two underscores work in later cells, too", async () => {
  await kernel.execute(
    "const __foo = 1; let __n = 2; class __Box { v = 3 } function __sum(key: string) { return key.length + __n } type __T = number;",
  );
  expect(await shown("__n = 5; const t: __T = __foo; [__foo, __sum('ab'), new __Box().v, t]")).toBe("[ 1, 7, 3, 1 ]");
  expect(await shown("const __foo = 'new'; __foo")).toBe("'new'");
  expect(await shown("___foo")).toContain("Cannot find name '___foo'");
});

describe("syntax that came later is named", () => {
  const later: [code: string, sentence: string][] = [
    ["using file = { [Symbol.iterator]() {} };", "`using` came with TypeScript 5.2"],
    ["await using file = null;", "`await using` came with TypeScript 5.2"],
    ['import data from "./a.json" with { type: "json" };', "Import attributes came with TypeScript 5.3"],
    ['import defer * as late from "node:fs";', "`import defer` came with TypeScript 5.9"],
  ];
  for (const [code, sentence] of later)
    test(code, async () => {
      const text = await message(`const ok = 1;\n${code}`);
      expect(text).toContain(sentence);
      expect(text).toMatch(/Cell In\[\d+\], line 2, column \d+/);
    });

  test("a variable may be called using, and code may say with {", async () => {
    expect(await shown("let using = 1; using = 2; using")).toBe("2");
    expect(await shown("'with { }'.length")).toBe("8");
  });
});

describe("import.meta", () => {
  test("is the folder's where nothing says which notebook it is", async () => {
    expect(await shown("import.meta.url")).toBe(`'${pathToFileURL(folder).href}/'`);
    expect(
      await shown(
        "[import.meta.dirname, import.meta.resolve('node:fs')]".replace(", import.meta.resolve('node:fs')", ""),
      ),
    ).toBe(`[ '${folder}' ]`);
  });

  test("is the notebook's in JupyterLab", async () => {
    const other = await KernelClient.start({
      cwd: folder,
      env: { JPY_SESSION_NAME: join(folder, "my notebook.ipynb") },
    });
    const { result } = await other.execute("const here = () => import.meta.url; [here(), import.meta.filename]");
    expect(result!["text/plain"]).toContain(`'${pathToFileURL(join(folder, "my notebook.ipynb")).href}'`);
    expect(result!["text/plain"]).toContain(`'${join(folder, "my notebook.ipynb")}'`);
    await other.shutdown();
  });
});

describe("what the kernel needs for itself is refused in a sentence, with its place", () => {
  test("exports", async () => {
    const text = await message("const a = 1;\nconst exports = 3;");
    expect(text).toContain("The kernel itself needs the name exports: choose another one.");
    expect(text).toMatch(/Cell In\[\d+\], line 2, column 7/);
  });
  test("require", async () => {
    expect(await message("const require = 3")).toContain("The kernel itself needs the name require");
    expect(await shown("((require: number) => require)(4)")).toBe("4");
  });
  test("process.chdir", async () => {
    const text = await message("\nprocess.chdir('/')");
    expect(text).toContain("process.chdir is not possible in a notebook");
    expect(text).toMatch(/Cell In\[\d+\], line 2, column 9/);
  });
});

describe("tslab's comments that do not work here say what to do instead", () => {
  test("@module", async () => {
    expect(await message("/** @module shapes */\nexport const side = 2;")).toContain(
      'save the code as shapes.ts beside the notebook and import it from "./shapes"',
    );
    expect(await message("// first\n/**\n * Shapes.\n * @module shapes\n */\nconst side = 2;")).toMatch(
      /Cell In\[\d+\], line 2, column 1: @module does not work in this kernel/,
    );
  });
  test("@browser", async () => {
    expect(await message("/** @browser */ 1")).toContain("@browser does not work in this kernel");
  });
  test("elsewhere they are comments", async () => {
    expect(await shown("const mail = 'a@module b'; /** @module later */ mail.length")).toBe("10");
    expect(await shown("/* @module none */ 1")).toBe("1");
  });
});

describe("what students meet first", () => {
  test("8,00 as a guess", async () => {
    for (const code of ["const guess = 8,00;", "Math.max(8,00)", "const h = (8,5);", "[1].at(8,5)"])
      expect([code, await message(code)]).toEqual([code, expect.stringContaining("if you mean a decimal point")]);
    expect(await shown("[8,5].length")).toBe("2");
  });

  test("a field of a Promise", async () => {
    await kernel.execute("const later = async () => ({ trace: 1 })");
    expect(await message("later().trace")).toContain("await is missing");
    expect(await message("const n: { trace: number } = later()")).toContain("await is missing");
    expect(await message("({ a: 1 }).b")).not.toContain("await");
  });

  test("a name that is unknown after a restart", async () => {
    expect(await message("shop.put(1)")).toContain("run the cells above first (Run, Run All Above Selected Cell)");
  });

  test("a stopped cell names the line at which it waited, or computed", async () => {
    for (const [code, line] of [
      ["console.log('on');\n\nawait new Promise(() => {});", 3],
      ["const slow = () => new Promise(() => {});\nconsole.log('on');\nconst x = [1, await slow()];", 3],
      ["console.log('on');\n\nfor (;;) await new Promise((r) => setTimeout(r, 5));", 3],
      ["console.log('on');\nlet i = 0;\nwhile (true) i++", 3],
    ] as const) {
      const id = kernel.begin(code);
      await kernel.printed(id, "on");
      await new Promise((done) => setTimeout(done, 100));
      await kernel.interrupt();
      const { error, reply } = await kernel.answer(id);
      const text = stripVTControlCharacters(error!.traceback.join("\n"));
      expect([code, text]).toEqual([
        code,
        expect.stringContaining(`Cell In[${reply.content.execution_count}], line ${line}`),
      ]);
    }
  });
});
