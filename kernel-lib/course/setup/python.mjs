// Finds a Python that can make the virtual environment. Nothing is installed here.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Failure } from "../command/failure.mjs";

/** @typedef {{ command: string, version: string, recent: boolean, venv: boolean }} Python */

// Python 2 must be able to read it too. Debian packages ensurepip separately; without it venv leaves an environment
// without pip.
const question = `
import json, sys
try:
    import ensurepip, venv
    complete = True
except ImportError:
    complete = False
print(json.dumps([sys.executable, list(sys.version_info[:3]), complete]))
`;

/**
 * The first Python of at least 3.10 that has `venv`: what VERTEILT_PYTHON names, else python3, python and so on.
 * Throws a Failure that says what is missing and how to install it.
 * @returns {Python}
 */
export function findPython() {
  const wanted = process.env.VERTEILT_PYTHON;
  const found = (wanted ? [[wanted]] : usual()).map(ask).filter((python) => python !== undefined);
  const good = found.find(({ recent, venv }) => recent && venv);
  if (good) return good;
  const bare = found.find(({ recent }) => recent);
  if (bare)
    throw new Failure(`Python ${bare.version} (${bare.command}) lacks its venv module.`, { fix: venvMend(bare) });
  const old = found[0];
  const where = wanted ? ` at VERTEILT_PYTHON=${wanted}` : "";
  if (old)
    throw new Failure(`Python ${old.version} (${old.command}) is too old; the course needs Python 3.10 or newer.`, {
      fix: wanted ? "unset VERTEILT_PYTHON, or let it name a newer Python" : pythonMend(),
    });
  throw new Failure(`Python is missing${where}; the course needs Python 3.10 or newer.`, {
    fix: wanted ? "unset VERTEILT_PYTHON, or let it name an installed Python" : pythonMend(),
  });
}

/** @returns {string[][]} */
function usual() {
  // On Windows the launcher first: "python3" and "python" may be the Store's, which only offer to install one.
  const launcher = process.platform === "win32" ? [["py", "-3"]] : [];
  // Where the plain name is an old version (RHEL 9), a newer one is often installed beside it.
  const newer = [14, 13, 12, 11, 10].map((minor) => [`python3.${minor}`]);
  return [...launcher, ["python3"], ["python"], ...newer];
}

/**
 * @param {string[]} candidate
 * @returns {Python | undefined}
 */
function ask([command = "", ...args]) {
  const answer = spawnSync(command, [...args, "-c", question], {
    encoding: "utf8",
    timeout: 20_000,
    windowsHide: true,
  });
  if (answer.status !== 0) return undefined;
  try {
    const [executable, [major, minor, patch], venv] = JSON.parse(answer.stdout.trim());
    const recent = major > 3 || (major === 3 && minor >= 10);
    return { command: executable, version: `${major}.${minor}.${patch}`, recent, venv };
  } catch {
    return undefined;
  }
}

function pythonMend() {
  if (process.platform === "darwin") return "brew install python";
  if (process.platform === "win32") return "winget install Python.Python.3.13";
  if (existsSync("/etc/debian_version")) return "sudo apt-get install python3 python3-venv";
  if (existsSync("/etc/redhat-release")) return "sudo dnf install python3.12";
  return "install python3 (3.10 or newer) with your system's package manager";
}

/** @param {Python} python */
function venvMend({ command, version }) {
  if (existsSync("/etc/debian_version") && command.startsWith("/usr/bin/")) {
    const [major, minor] = version.split(".");
    return `sudo apt-get install python${major}.${minor}-venv`;
  }
  return `${pythonMend()}   (or let VERTEILT_PYTHON name a complete Python)`;
}
