// What a row of the benchmark is, and how one is measured: ours and the limit in turn, so that both see the same
// machine.

/**
 * @typedef {object} Measure
 * @property {string} what
 * @property {string} unit
 * @property {boolean} less  true if less is better
 * @property {() => number | Promise<number>} ours
 * @property {() => number | Promise<number>} limit
 * @property {string} against  what the limit is
 * @property {number} reach  the ratio to reach, ours to limit
 * @property {number} [rounds]  after one that warms up (5 by default); 1: measured once, cold
 */

/**
 * @typedef {{ what: string, unit: string, ours: number, limit: number, against: string, ratio: number, reach: number,
 *   reached: boolean }} Row
 */

const ROUNDS = 5;

/**
 * The median of several rounds, after one that warms up.
 * @param {Measure} measure
 * @returns {Promise<Row>}
 */
export async function measureRow({ what, unit, less, ours, limit, against, reach, rounds = ROUNDS }) {
  const own = [];
  const others = [];
  for (let round = rounds === 1 ? 1 : 0; round <= rounds; round++) {
    const mine = await ours();
    const theirs = await limit();
    if (round === 0) continue;
    own.push(mine);
    others.push(theirs);
  }
  const ratio = median(own) / median(others);
  return {
    what,
    unit,
    ours: median(own),
    limit: median(others),
    against,
    ratio,
    reach,
    reached: less ? ratio <= reach : ratio >= reach,
  };
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
