// Progress: one line per step, with how long it took. On a terminal the seconds count up beside the step's progress; in
// a log each line is written once.

const terminal = Boolean(process.stdout.isTTY);
let open = false;

/**
 * Does one step and reports it. Steps do not nest.
 * @template T
 * @param {string} label what is being done, as in "Installing npm packages"
 * @param {() => T | Promise<T>} work
 * @param {() => string | undefined} [detail] how far it is, as in "45 packages downloaded"; asked once a second, on a
 *   terminal only
 * @returns {Promise<T>}
 */
export async function step(label, work, detail = () => undefined) {
  const begun = performance.now();
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  process.stdout.write(`  ${label} ...`);
  open = true;
  const ticking = terminal
    ? setInterval(() => open && process.stdout.write(renewed(label, seconds(), detail())), 1000)
    : undefined;
  try {
    const result = await work();
    process.stdout.write(terminal ? `${renewed(label, seconds())}\n` : ` ${seconds()}\n`);
    open = false;
    return result;
  } finally {
    clearInterval(ticking);
    endLine();
  }
}

/**
 * What overwrites a step's line. A line that is wider than the terminal could not be overwritten by the next.
 * @param {string} label
 * @param {string} seconds
 * @param {string} [detail]
 * @param {number} [columns] the terminal's width
 */
export function renewed(label, seconds, detail, columns = process.stdout.columns || 80) {
  return `\r\u001b[K${`  ${label} ... ${seconds}${detail ? `, ${detail}` : ""}`.slice(0, columns - 1)}`;
}

/**
 * A line of its own between steps.
 * @param {string} text
 */
export function say(text) {
  endLine();
  process.stdout.write(`${text}\n`);
}

/** Ends the line of a step that did not finish. */
export function endLine() {
  if (open) process.stdout.write("\n");
  open = false;
}
