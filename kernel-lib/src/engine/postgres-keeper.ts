// Keeps a PostgreSQL server as long as its own input is open, then ends it and removes its files: also when the process
// that started this one was killed. Arguments: the folder of the programs, and settings as JSON. Its one line of output
// is JSON: how to connect, or `{ failed }`.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [, , programs, given] = process.argv as [string, string, string, string];
const folder = mkdtempSync(join(tmpdir(), "verteilt-postgres-"));
const data = join(folder, "data");
const user = "shop";

process.stdin.on("end", end).on("error", end).resume();
process.on("SIGTERM", end);
begin().then(
  (server) => console.log(JSON.stringify(server)),
  (error: Error) => {
    console.log(JSON.stringify({ failed: error.message.split("\n")[0] }));
    end();
  },
);

async function begin() {
  const password = randomBytes(16).toString("hex");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const access = ["-U", user, "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  call("initdb", [...access, "-E", "UTF8", "--no-locale", "--no-sync"]);
  const port = await freePort();
  const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "''", ...JSON.parse(given) };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  call("pg_ctl", ["start", "-w", "-l", join(folder, "log"), "-o", options.join(" ")]);
  return { host: "127.0.0.1", port, user, database: "postgres", password };
}

function end() {
  try {
    call("pg_ctl", ["stop", "-m", "immediate"]);
  } catch {
    // It does not run.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

function call(program: string, args: string[]) {
  execFileSync(join(programs, program), [...args, "-D", data], { stdio: "ignore" });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
