// What a verdict rests on, in words: how the network and the nodes behave by the options, then what each fault of the
// system was taken to mean.
import type { FaultRules } from "./fault-rules.js";
import type { ExploreOptions, NetworkKind } from "./options.js";

const NETWORKS: Readonly<Record<NetworkKind, string>> = {
  unordered: "each message arrives once, in any order",
  duplicating: "each message arrives any number of times, in any order",
  ordered: "each message arrives once, in the order of its link",
};

export function assumptions(
  { network = "unordered", lossy, crashes = 0 }: ExploreOptions,
  rules: FaultRules,
): string[] {
  const assumed = [`${NETWORKS[network]}${lossy ? ", or is lost" : ""}`];
  if (crashes > 0)
    assumed.push(`up to ${crashes === 1 ? "one crash" : `${crashes} crashes`} of any node, which may restart`);
  else if (!rules.mayCrash) assumed.push("no node crashes");
  return [...assumed, ...rules.assumed];
}
