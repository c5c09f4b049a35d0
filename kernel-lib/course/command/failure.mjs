// A failure that the reader can act on: what is wrong in one sentence, and how to fix it. Nothing here prints.
import { readFileSync } from "node:fs";

/** Thrown for any foreseen failure; `main` prints it without a stack. */
export class Failure extends Error {
  /**
   * @param {string} message what is wrong
   * @param {{ fix?: string, log?: string, tail?: boolean, code?: number }} [more] the command that fixes it, the log
   *   to name, whether to show the log's end (true by default), and the exit code (1 by default)
   */
  constructor(message, { fix, log, tail = true, code = 1 } = {}) {
    super(message);
    this.fix = fix;
    this.log = log;
    this.tail = tail;
    this.code = code;
  }
}

const noSpace = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded|Errno 28\b|not enough space on the disk/i;
const noAccess = /EACCES|EPERM|EROFS|Permission denied|Read-only file system|Errno 13\b|Access is denied/i;
/** What Python and pip say when Windows refuses a path of more than 260 characters. */
const tooLong = /Windows Long Path|ENAMETOOLONG|WinError 206|filename or extension is too long/i;
const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|name resolution|getaddrinfo|NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Cannot connect to proxy|Network is unreachable|Max retries exceeded/i;

/**
 * What the output of a failed program means, if it has one of the usual causes.
 * @param {string} text the output of the program or the system
 * @param {string} doing what was being done, as in "installing npm packages"
 * @param {string} again the command to repeat
 * @returns {{ message: string, fix: string } | undefined}
 */
export function usualReason(text, doing, again) {
  if (noSpace.test(text)) {
    return { message: `The disk is full: ${doing} stopped.`, fix: `Free about 1 GB, then run: ${again}` };
  }
  if (tooLong.test(text))
    return {
      message: `A path became too long for this system: ${doing} stopped.`,
      fix: `Move the project to a folder with a short path, such as C:\\verteilt, then run: ${again}`,
    };
  // Before permissions: an unreachable network can also end in EACCES lines about a cache.
  if (noNetwork.test(text)) {
    return {
      message: `No network: ${doing} could not reach its server.`,
      fix: `Connect to the internet (behind a proxy, set HTTPS_PROXY), then run: ${again}`,
    };
  }
  if (noAccess.test(text)) {
    const own =
      process.platform === "win32"
        ? "Close JupyterLab and whatever else has a file of this folder open"
        : 'sudo chown -R "$USER" .';
    return { message: `No permission to write in this folder: ${doing} stopped.`, fix: `${own}, then run: ${again}` };
  }
  return undefined;
}

/**
 * The last lines of a log.
 * @param {string} file
 * @param {number} [lines] 15 by default
 */
export function tail(file, lines = 15) {
  try {
    return readFileSync(file, "utf8").trimEnd().split(/\r?\n/).slice(-lines).join("\n");
  } catch {
    return "";
  }
}
