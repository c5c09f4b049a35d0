// What every command has in common: --help, options, Ctrl-C, and one clear message when something fails.
import { parseArgs } from "node:util";
import { Failure, tail, usualReason } from "./failure.mjs";
import { stopAll } from "./run.mjs";
import { endLine } from "./steps.mjs";
import { asTyped } from "./typed.mjs";

/** Exit codes as a shell reports them: 128 + the signal's number. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * @typedef {{ values: Record<string, string | boolean | undefined>, rest: string[] }} Parsed
 *
 * @typedef {object} Command
 * @property {string} name as it is typed: "npm start"
 * @property {string} help what --help prints
 * @property {Record<string, { type: "string" | "boolean" }>} [options]
 * @property {boolean} [takesRest] whether it takes arguments that are not options
 * @property {boolean} [passOn] whether all arguments but --help go to another program as they are, in `rest`
 * @property {(parsed: Parsed) => Promise<number | void>} act returns the exit code, 0 by default
 * @property {string} [lastLine] printed at the very end when `act` failed
 */

/**
 * Runs a command to its end and exits.
 * @param {Command} command
 */
export async function main(command) {
  stopOnSignals(command.name);
  try {
    const parsed = parse(command);
    if (parsed.values.help) process.stdout.write(`${command.help.trim()}\n`);
    else process.exitCode = (await command.act(parsed)) ?? 0;
  } catch (error) {
    endLine();
    const failure = foreseen(error, command.name);
    process.stderr.write(failure ? describe(failure) : `${error instanceof Error ? error.stack : error}\n`);
    await stopAll();
    process.exitCode = failure?.code ?? 1;
    if (command.lastLine) process.stdout.write(`${command.lastLine}\n`);
  }
}

/**
 * @param {Command} command
 * @returns {Parsed}
 */
function parse({ name, options = {}, takesRest = false, passOn = false }) {
  const args = process.argv.slice(2);
  if (passOn) return { values: { help: args.includes("--help") || args.includes("-h") }, rest: args };
  try {
    const { values, positionals } = parseArgs({
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: takesRest,
    });
    return { values: /** @type {Parsed["values"]} */ (values), rest: positionals };
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/\.?( To specify.*)?$/s, ".") : String(error);
    throw new Failure(message, { fix: `${name} -- --help`, code: 2 });
  }
}

/** @param {string} name */
function stopOnSignals(name) {
  // A closed terminal can no longer be written to; that must not prevent us from stopping what we started.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  let stopped = false;
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, async () => {
      // A second Ctrl-C means now.
      if (stopped) return void stopAll(0);
      stopped = true;
      endLine();
      process.stdout.write(`Stopped. To continue, run: ${asTyped(name)}\n`);
      await stopAll();
      process.exit(code);
    });
  }
}

/**
 * @param {unknown} error
 * @param {string} name
 * @returns {Failure | undefined}
 */
function foreseen(error, name) {
  if (error instanceof Failure) return error;
  // A sentence of the library's for its user.
  if (error instanceof Error && error.name === "MisuseError") return new Failure(error.message);
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  if (!["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS"].includes(code ?? "")) return undefined;
  const reason = usualReason(String(code), path ? `writing ${path}` : "the set-up", name);
  return reason && new Failure(reason.message, { fix: reason.fix });
}

/** @param {Failure} failure */
function describe(failure) {
  const { message, fix, log } = failure;
  const end = log && failure.tail && tail(log).replace(/^/gm, "  | ");
  const more = end ? `\n\nThe end of ${log}:\n${end}` : log ? `\nFull log: ${log}` : "";
  return `\nError: ${message}${fix ? `\nTo fix it: ${fix}` : ""}${more}\n`;
}
