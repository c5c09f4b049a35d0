// One's own machines for sweeps: `sweep(grid, f, { on: farm(LINK) })`.
import { MisuseError, quote } from "../../node/errors.js";
import { isFarmLink, withoutOwner } from "./farm-link.js";
import { OneFarm } from "./one-farm.js";

/** Workers that were started with `npm run worker -- LINK`. */
export interface Farm {
  readonly kind: "farm";
}

/**
 * One's own machines, for `sweep(grid, f, { on: farm(LINK) })`. Code is shipped to them, so they are workers that one
 * has started oneself.
 * @param link the owner's, as `npm run farm` prints it
 * @throws MisuseError where this is no farm's link
 */
export function farm(link: string): Farm {
  if (isFarmLink(link)) return new OneFarm(link);
  const shown = quote(typeof link === "string" ? withoutOwner(link) : link);
  throw new MisuseError(`farm(${shown}): that is no farm's link. npm run farm prints one, which begins with farm://.`);
}
