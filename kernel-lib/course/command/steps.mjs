// Progress: one line a step, with how long it took. On a terminal the seconds count up; in a log each line is written once.

const terminal = Boolean(process.stdout.isTTY);
let open = false;

/**
 * Does one step and reports it. Steps do not nest.
 * @template T
 * @param {string} label what is being done, as in "Installing npm packages"
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const begun = performance.now();
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  process.stdout.write(`  ${label} ...`);
  open = true;
  const ticking = terminal
    ? setInterval(() => open && process.stdout.write(`\r  ${label} ... ${seconds()}`), 1000)
    : undefined;
  try {
    const result = await work();
    process.stdout.write(terminal ? `\r  ${label} ... ${seconds()}\n` : ` ${seconds()}\n`);
    open = false;
    return result;
  } finally {
    clearInterval(ticking);
    endLine();
  }
}

/**
 * A line of its own between steps.
 * @param {string} text
 */
export function say(text) {
  endLine();
  process.stdout.write(`${text}\n`);
}

/** Ends the line of a step that did not come to its end. */
export function endLine() {
  if (open) process.stdout.write("\n");
  open = false;
}
