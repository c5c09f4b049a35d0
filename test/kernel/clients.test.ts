// The programs that run notebooks without a page: nbclient, and nbconvert --execute. Their Python is that of .venv.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { kernelMain } from "../support/kernel-client.js";

const python = resolve(process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python");
const hasPython = existsSync(python) || process.env.CI !== undefined;

describe.skipIf(!hasPython)("nbclient", () => {
  test("runs to the end past errors if they are allowed, with the output of each cell", async () => {
    const { cells, raised } = await nbclient({ allow_errors: true }, [
      "const a: number = 20",
      "throw new RangeError('wrong')",
      "const b: string = a",
      "console.log('on'); a + 1",
    ]);
    expect(raised).toBeNull();
    expect(
      cells.map(({ outputs }) => outputs.map((output: any) => output.ename ?? output.text ?? output.data)),
    ).toEqual([[], ["RangeError"], ["CompileError"], ["on\n", { "text/plain": "21" }]]);
    expect(cells.map(({ execution_count }) => execution_count)).toEqual([1, 2, 3, 4]);
  });

  test("stops at an error if they are not allowed, and says which", async () => {
    const { cells, raised } = await nbclient({}, ["throw new RangeError('wrong')", "1"]);
    expect(raised![0]).toBe("CellExecutionError");
    expect(stripVTControlCharacters(raised![1])).toContain("RangeError: wrong\nCell In[1], line 1, column 7");
    expect(cells[1].execution_count).toBeNull();
  });

  test("interrupts a cell that takes too long, and continues with its variables", async () => {
    const { cells, raised } = await nbclient({ interrupt_on_timeout: true, allow_errors: true }, [
      "let turns = 0",
      "while (true) turns++; // endless",
      "await new Promise(() => {}); // endless",
      "turns > 0",
    ]);
    expect(raised).toBeNull();
    expect(cells.map(({ outputs }) => outputs.map((output: any) => output.ename ?? output.data["text/plain"]))).toEqual(
      [[], ["KeyboardInterrupt"], ["KeyboardInterrupt"], ["true"]],
    );
  });

  test("gives up on a cell that takes too long if it may not interrupt", async () => {
    const { raised } = await nbclient({}, ["1", "while (true) {} // endless"]);
    expect(raised![0]).toBe("CellTimeoutError");
  });
});

test.skipIf(!hasPython)("nbconvert --execute writes a page with results and errors", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nbconvert-"));
  const spec = join(folder, "kernels", "verteilt-test");
  mkdirSync(spec, { recursive: true });
  const argv = ["node", kernelMain, "{connection_file}"];
  const kernel = { argv, display_name: "test", language: "typescript", interrupt_mode: "message" };
  writeFileSync(join(spec, "kernel.json"), JSON.stringify(kernel));
  writeFileSync(join(folder, "n.ipynb"), JSON.stringify(notebook({}, ["6 * 7", "throw new TypeError('in the page')"])));
  const options = ["--to", "html", "--execute", "--allow-errors", "--ExecutePreprocessor.kernel_name=verteilt-test"];
  await run(["-m", "nbconvert", ...options, join(folder, "n.ipynb")], { JUPYTER_PATH: folder });
  const page = readFileSync(join(folder, "n.html"), "utf8").replace(/<[^>]*>/g, "");
  expect(page).toMatch(/Out\[1\]:\s*42/);
  expect(page).toContain("TypeError: in the page\nCell In[2], line 1, column 7");
  rmSync(folder, { recursive: true, force: true });
});

function notebook(options: object, sources: string[]): object {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  return { nbformat: 4, nbformat_minor: 5, metadata: { options }, cells };
}

interface Ran {
  cells: { outputs: any[]; execution_count: number | null }[];
  raised: [kind: string, message: string] | null;
}

async function nbclient(options: object, sources: string[]): Promise<Ran> {
  const input = JSON.stringify(notebook(options, sources));
  return JSON.parse(await run([resolve(__dirname, "clients.py"), kernelMain, "3"], {}, input));
}

function run(args: string[], env: NodeJS.ProcessEnv, input = ""): Promise<string> {
  return new Promise((done, fail) => {
    const child = execFile(python, args, { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      error ? fail(new Error(`${error.message}\n${stderr}`)) : done(stdout),
    );
    child.stdin!.end(input);
  });
}
