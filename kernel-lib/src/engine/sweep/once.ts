// One call of a function on a farm.
import { MisuseError, quote } from "../../node/errors.js";
import type { Farm } from "../farm/farm.js";
import { OneFarm } from "../farm/one-farm.js";
import { isWatched } from "../run.js";
import { packed } from "./cores.js";
import { onFarm } from "./on-farm.js";
import { resultOf } from "./result-of.js";

/**
 * Has a worker call `f` with `given`.
 * @param asked what was asked with the farm, for errors
 * @returns its result; undefined where it has to be called here
 */
export async function onceOnFarm<T, R>(
  on: Farm,
  f: (p: { given: T }) => Promise<R>,
  given: T,
  asked: string,
): Promise<{ result: R } | undefined> {
  if (!(on instanceof OneFarm))
    throw new MisuseError(`${asked}: on is ${quote(on)}; it takes a farm: { on: farm("farm://...") }.`);
  const shipment = isWatched() ? undefined : packed(f, { given: [given] });
  if (!shipment) return undefined;
  const task = { shipment, seeds: 1 };
  const [answer] = await onFarm(on, task, 1, { asked, one: "exploration" });
  return answer?.done && { result: resultOf(answer.done, task, 0) as R };
}
