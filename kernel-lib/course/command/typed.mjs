// The command as it was typed, to be repeated: messages that say "run this again" name it with all its arguments.

/**
 * "npm run autograde -- DIR --jobs 2", in a form that the shell reads as the same arguments.
 * @param {string} name "npm run autograde"
 * @param {readonly string[]} [args] those of this process by default
 */
export function asTyped(name, args = process.argv.slice(2)) {
  return args.length === 0 ? name : [name, "--", ...args.map(quoted)].join(" ");
}

/** @param {string} argument */
function quoted(argument) {
  if (/^[\p{L}\p{M}\p{N}_@%+=:,./\\-]+$/u.test(argument) && (onWindows || !argument.includes("\\"))) return argument;
  // Windows' shells know double quotes only; elsewhere they leave some characters their meaning.
  if (onWindows || !/["$`\\!]/.test(argument)) return `"${argument.replaceAll('"', '\\"')}"`;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

const onWindows = process.platform === "win32";
