// The check that must run on any Node: this file and its importers use only syntax that Node 12 can read, and load the
// rest afterwards.

const [major, minor] = process.versions.node.split(".").map(Number);

/**
 * Reports a Node that is too old, and lets the process fail.
 * @returns {boolean} whether it is new enough
 */
export function nodeIsNewEnough() {
  if (major > 20 || (major === 20 && minor >= 19)) return true;
  /** @type {Partial<Record<NodeJS.Platform, string>>} */
  const commands = { darwin: "brew install node", win32: "winget install OpenJS.NodeJS.LTS" };
  const install =
    commands[process.platform] ||
    "nvm install --lts   (nvm: https://github.com/nvm-sh/nvm; packages: https://nodejs.org)";
  process.stderr.write(
    `\nError: Node ${process.versions.node} is too old; the course needs Node 20.19 or newer.\nTo fix it: ${install}\n`,
  );
  process.exitCode = 1;
  return false;
}
