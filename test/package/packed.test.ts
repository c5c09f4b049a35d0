// kernel-lib as a stranger gets it: packed by npm, installed in an empty folder without a network, used in plain Node.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { findNpm } from "../../kernel-lib/course/setup/npm.mjs";

const library = join(root, "kernel-lib");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "packed-")));

const program = `
import { latency, Node, type Run, run } from "kernel-lib";

declare const console: { log(text: string): void };

class Server extends Node {
  onPing({ n }: { type: "ping"; n: number }, from: string) {
    this.send(from, { type: "pong", n });
  }
}
class Client extends Node {
  count = 3;
  onStart() {
    this.send("server", { type: "ping", n: 1 });
  }
  onPong({ n }: { type: "pong"; n: number }) {
    this.output(n);
    if (n < this.count) this.send("server", { type: "ping", n: n + 1 });
  }
}

const system = { nodes: { server: Server, client: Client.with({ count: 2 }) }, faults: [latency(5)] };
const told = (made: Run) => ({ outputs: made.outputs.client, reason: made.reason, errors: made.errors });
async function main() {
  const threads = await run(system);
  const simulator = await run(system, { engine: "simulator" });
  console.log(JSON.stringify({ threads: told(threads), simulator: told(simulator) }));
}
main();
`;

beforeAll(() => {
  npm(["pack", library, "--pack-destination", folder, "--ignore-scripts", "--silent"]);
  const { version } = packageOf(library);
  const { dependencies, overrides } = filesOf(library);
  const wanted = { "kernel-lib": `file:kernel-lib-${version}.tgz`, ...dependencies };
  write("package.json", JSON.stringify({ name: "stranger", private: true, dependencies: wanted, overrides }));
  npm(["install", "--offline", "--install-links", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
const npm = (args: string[]) => node([findNpm(), ...args]);
const node = (args: string[]) => execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
const packageOf = (where: string) => JSON.parse(readFileSync(join(where, "package.json"), "utf8"));

/**
 * What a package needs, each as the folder that this project has it in, and what some of them need in another version: so
 * npm needs no registry.
 */
function filesOf(library: string) {
  const dependencies: Record<string, string> = {};
  const overrides: Record<string, Record<string, string>> = {};
  const collect = (where: string) => {
    const { name: by, dependencies: needed = {} } = packageOf(where);
    for (const name of Object.keys(needed)) {
      const found = createRequire(join(where, "package.json"))
        .resolve.paths(name)
        ?.map((modules) => join(modules, name))
        .find(existsSync);
      if (!found) throw new Error(`${where} needs ${name}, which is not installed.`);
      dependencies[name] ??= `file:${found}`;
      if (dependencies[name] !== `file:${found}`) overrides[by] = { ...overrides[by], [name]: `file:${found}` };
      collect(found);
    }
  };
  collect(library);
  return { dependencies, overrides };
}

const settings = { target: "ES2022", lib: ["ES2022"], strict: true, types: [], outDir: "made" };
const modern = { ...settings, module: "nodenext", moduleResolution: "nodenext" };
/** As tslab's TypeScript 5.0.4 resolves: it knows of no `exports`, only of `main` and `types`. */
const old = { ...settings, module: "commonjs", moduleResolution: "node" };
const tslab = join(root, "node_modules", "@tslab", "typescript-for-tslab", "lib", "tsc.js");

/** What a compiler says of the folder; "" when all is well. */
function compiled(compiler: string, compilerOptions: object): string {
  write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["*.ts", "*.mts"] }));
  try {
    return node([compiler, "-p", "."]);
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test.each([
  ["with exports", compiler, modern],
  ["without exports", tslab, old],
])("its types are found and checked by a compiler %s, and every declaration file is sound", (_, compiler, options) => {
  write("ping.ts", program);
  expect(compiled(compiler, options)).toBe("");
  write("ping.ts", program.replace("this.output(n)", "this.outputs(n)"));
  expect(compiled(compiler, options)).toMatch(
    /^ping\.ts\(17,10\): error TS2551: Property 'outputs' does not exist on type 'Client'/,
  );
});

test("the same program runs on threads and in the simulator", () => {
  write("ping.ts", program);
  expect(compiled(compiler, modern)).toBe("");
  const expected = { outputs: [1, 2], reason: "quiet", errors: [] };
  expect(JSON.parse(node(["made/ping.js"]))).toEqual({ threads: expected, simulator: expected });
});

test("the README's example is a program that compiles and runs", () => {
  const [, example] = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  expect(example).toContain("await run(system");
  write("ping.ts", "export {};");
  write("readme.mts", example);
  expect(compiled(compiler, modern)).toBe("");
  expect(node(["made/readme.mjs"])).toBe("");
});

test("the only entry points are the library and package.json", () => {
  const load = createRequire(join(folder, "ping.ts"));
  expect(load("kernel-lib/package.json").name).toBe("kernel-lib");
  expect(() => load("kernel-lib/dist/src/engine/start.js")).toThrow(
    "Package subpath './dist/src/engine/start.js' is not defined by \"exports\"",
  );
});

test("the package holds its licence and the compiled library, and nothing else", () => {
  const files = readdirSync(join(folder, "node_modules", "kernel-lib"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(folder, "node_modules", "kernel-lib"), join(entry.parentPath, entry.name)));
  expect(files.filter((file) => !/^dist[\\/]src[\\/].*\.(js|d\.ts|js\.map)$/.test(file)).sort()).toEqual([
    "LICENSE",
    "package.json",
  ]);
  expect(readFileSync(join(library, "LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
});
