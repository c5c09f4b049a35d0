// What coming late costs: a share of what was earned for each day or hour that has begun, and everything after a last moment.

/** @typedef {{ percent: number, minutes: number }} LateRule minutes: of each step */

const UNITS = { day: 1440, hour: 60 };

/**
 * @param {string} text such as "10%/day"
 * @returns {LateRule | undefined} undefined if it is no rule
 */
export function lateRule(text) {
  const [, percent, unit] = /^(\d{1,3}(?:\.\d+)?)\s*%\s*\/\s*(day|hour)$/.exec(text.trim()) ?? [];
  if (percent === undefined || Number(percent) > 100) return undefined;
  return { percent: Number(percent), minutes: UNITS[/** @type {keyof typeof UNITS} */ (unit)] };
}

/**
 * By how many minutes something came late: 0 if it did not, undefined if that is not known.
 * @param {string} timestamp UTC, as the gradebook has it
 * @param {string} due
 */
export function minutesLate(timestamp, due) {
  if (!timestamp || !due) return undefined;
  const ms = moment(timestamp) - moment(due);
  return Number.isNaN(ms) ? undefined : Math.max(0, Math.ceil(ms / 60_000));
}

/**
 * The points that are taken off.
 * @param {number} earned
 * @param {number} minutes late
 * @param {LateRule | undefined} rule
 */
export function penaltyOf(earned, minutes, rule) {
  if (!rule || minutes === 0) return 0;
  const share = Math.min(1, (rule.percent / 100) * Math.ceil(minutes / rule.minutes));
  return Math.round(earned * share * 100) / 100;
}

/**
 * @param {string} text UTC, as the gradebook has it
 * @returns {number} ms
 */
export const moment = (text) => Date.parse(`${text.replace(" ", "T")}Z`);
