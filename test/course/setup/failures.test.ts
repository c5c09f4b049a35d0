import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ended, type FakeProject, fakeProject } from "../../support/fake-project.js";

let project: FakeProject;
beforeEach(() => {
  project = fakeProject();
});
afterEach(() => project.dispose());

describe.skipIf(process.platform === "win32")("each failure is one message with the command that fixes it", () => {
  /** A set-up whose pip does not end, and the process of that pip. */
  async function hanging() {
    const child = project.start("setup.mjs", [], { FAKE_PIP: "hang" });
    for (;;) {
      const pid = project
        .calls()
        .find((call) => call.startsWith("hanging"))
        ?.split(" ")[1];
      if (pid) return { child, pid: Number(pid) };
      await pause(20);
    }
  }

  const lines = (text: string) => text.split("\n").filter(Boolean);

  test("Node is too old, for every command, before anything else is loaded", async () => {
    project.write("old-node.cjs", 'Object.defineProperty(process, "versions", { value: { node: "20.18.3" } });');
    const fakes = { NODE_OPTIONS: `--require=${JSON.stringify(`${project.root}/old-node.cjs`)}` };
    for (const script of ["setup.mjs", "start.mjs", "test.mjs"]) {
      const { code, err } = await project.run(script, [], fakes);
      expect(code).toBe(1);
      expect(lines(err)).toEqual([
        "Error: Node 20.18.3 is too old; the course needs Node 20.19 or newer.",
        expect.stringMatching(/^To fix it: (nvm install|brew install|winget install)/),
      ]);
    }
    expect(project.calls()).toEqual([]);
  });

  test("Python is missing", async () => {
    const { code, err } = await project.run("setup.mjs", [], { PATH: `${project.root}/nothing` });
    expect(code).toBe(1);
    expect(lines(err)).toEqual([
      "Error: Python is missing; the course needs Python 3.10 or newer.",
      expect.stringMatching(/^To fix it: .*python/),
    ]);
  });

  test("Python is too old", async () => {
    const { code, err } = await project.run("setup.mjs", [], { FAKE_PYTHON: "3.9.2" });
    expect(code).toBe(1);
    expect(lines(err)[0]).toBe(
      `Error: Python 3.9.2 (${project.bin}/python3) is too old; the course needs Python 3.10 or newer.`,
    );
    expect(project.calls()).toEqual(["npm ci"]);
  });

  test("Python lacks its venv module, as on a bare Debian: no broken .venv is left", async () => {
    const { code, err } = await project.run("setup.mjs", [], { FAKE_VENV: "no" });
    expect(code).toBe(1);
    expect(lines(err)).toEqual([
      `Error: Python 3.12.1 (${project.bin}/python3) lacks its venv module.`,
      expect.stringMatching(/^To fix it: .*(python3-venv|python)/),
    ]);
    expect(project.has(".venv")).toBe(false);
  });

  test(".venv is a link: what it points to is left alone", async () => {
    project.write("elsewhere/kept", "kept");
    symlinkSync(join(project.root, "elsewhere"), join(project.root, ".venv"), "dir");
    const { code, err } = await project.run("setup.mjs");
    expect(code).toBe(1);
    expect(lines(err)).toEqual([
      `Error: .venv is a link, to ${join(project.root, "elsewhere")}; the course needs a folder of its own.`,
      "To fix it: delete the link, then run: npm run setup",
    ]);
    expect(project.read("elsewhere/kept")).toBe("kept");
  });

  test("VERTEILT_PYTHON names no Python", async () => {
    const { err } = await project.run("setup.mjs", [], { VERTEILT_PYTHON: "/no/python" });
    expect(lines(err)[0]).toBe(
      "Error: Python is missing at VERTEILT_PYTHON=/no/python; the course needs Python 3.10 or newer.",
    );
  });

  test("no network for npm", async () => {
    const said = "npm error request to the registry failed, reason: getaddrinfo ENOTFOUND";
    const { code, err } = await project.run("setup.mjs", [], { FAKE_NPM: said });
    expect(code).toBe(1);
    expect(lines(err)).toEqual([
      "Error: No network: installing npm packages could not reach its server.",
      "To fix it: Connect to the internet (behind a proxy, set HTTPS_PROXY), then run: npm run setup",
      `Full log: ${project.root}/.verteilt/logs/npm.log`,
    ]);
  });

  test("no network for pip", async () => {
    const said = "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution";
    const { err } = await project.run("setup.mjs", [], { FAKE_PIP: said });
    expect(lines(err)[0]).toBe(
      "Error: No network: installing JupyterLab, nbconvert and nbgrader could not reach its server.",
    );
  });

  test("the disk is full", async () => {
    const { err } = await project.run("setup.mjs", [], { FAKE_PIP: "OSError: [Errno 28] No space left on device" });
    expect(lines(err).slice(0, 2)).toEqual([
      "Error: The disk is full: installing JupyterLab, nbconvert and nbgrader stopped.",
      "To fix it: Free about 1 GB, then run: npm run setup",
    ]);
  });

  test("the folder is not writable", async () => {
    const { err } = await project.run("setup.mjs", [], { FAKE_NPM: "npm error code EACCES" });
    expect(lines(err).slice(0, 2)).toEqual([
      "Error: No permission to write in this folder: installing npm packages stopped.",
      'To fix it: sudo chown -R "$USER" ., then run: npm run setup',
    ]);
  });

  test("anything else shows the end of the log", async () => {
    const { code, err } = await project.run("setup.mjs", [], { FAKE_TSC: "index.ts(1,1): error TS1" });
    expect(code).toBe(1);
    expect(err).toContain("Error: Building kernel-lib failed");
    expect(err).toContain(`The end of ${project.root}/.verteilt/logs/build.log:\n  | index.ts(1,1): error TS1`);
  });

  test("a build before any set-up", async () => {
    const { code, err } = await project.run("build.mjs");
    expect(code).toBe(1);
    expect(lines(err)).toEqual(["Error: TypeScript is not installed here yet.", "To fix it: npm run setup"]);
  });

  test("an unknown option", async () => {
    const { code, err } = await project.run("start.mjs", ["--prot", "1"]);
    expect(code).toBe(2);
    expect(lines(err)).toEqual(["Error: Unknown option '--prot'.", "To fix it: npm start -- --help"]);
  });

  test("a taken port, before anything is installed, with a free one", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const { code, err } = await project.run("start.mjs", ["--port", String(port)]);
    other.close();
    expect(code).toBe(1);
    expect(lines(err)).toEqual([
      `Error: Port ${port} is taken, perhaps by a JupyterLab that is still running.`,
      expect.stringMatching(/^To fix it: npm start -- --port \d+$/),
    ]);
    expect(project.calls()).toEqual([]);
  });

  test("something that is not a port", async () => {
    const { code, err } = await project.run("start.mjs", ["--port", "x"]);
    expect(code).toBe(2);
    expect(lines(err)[0]).toBe('Error: "x" is not a port; expected a number from 0 to 65535.');
  });

  test("npm test ends with its counts even if the set-up failed", async () => {
    const { code, out } = await project.run("test.mjs", [], { FAKE_NPM: "something" });
    expect(code).toBe(1);
    expect(lines(out).at(-1)).toBe("0 passed, 1 failed");
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s while pip works: one line, exit code %i, and no program is left", async (signal, exitCode) => {
    const { child, pid } = await hanging();
    const outcome = ended(child);
    child.kill(signal);
    const { code, out, err } = await outcome;
    expect(code).toBe(exitCode);
    expect(err).toBe("");
    expect(lines(out).at(-1)).toBe("Stopped. To continue, run: npm run setup");
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(project.has(".verteilt/lock")).toBe(false);
    expect((await project.run("setup.mjs")).code).toBe(0);
  });

  test("a closed terminal: no program is left", async () => {
    const { child, pid } = await hanging();
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill("SIGHUP");
    const [code] = await once(child, "exit");
    expect(code).toBe(129);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  test("every command explains itself with --help and does nothing", async () => {
    for (const [script, name] of [
      ["setup.mjs", "npm run setup"],
      ["start.mjs", "npm start"],
      ["test.mjs", "npm test"],
      ["build.mjs", "npm run build"],
      ["slides.mjs", "npm run slides"],
      ["book.mjs", "npm run book"],
      ["autograde.mjs", "npm run autograde"],
    ] as const) {
      const { code, out } = await project.run(script, ["--help"]);
      expect(code).toBe(0);
      expect(out.startsWith(name)).toBe(true);
    }
    expect(project.calls()).toEqual([]);
  });
});
