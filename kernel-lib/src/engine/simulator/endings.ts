// What becomes of code in the simulator that does not end.
import { MisuseError } from "../../node/errors.js";
import { endless } from "../endless.js";
import type { PreparedFault } from "../prepared-system.js";
import type { SimulatedNode } from "./simulated-node.js";
import { StepGuard } from "./step-guard.js";
import { WatchingGuard } from "./watching-guard.js";

/** A guard for the code of nodes: ends the node whose handler is under way, as `stepping` tells. */
export function guardOfNodes(stepping: Stepping): StepGuard {
  return new StepGuard(endNode(stepping));
}

/** The same, that knows where handlers wait. */
export function watchingGuardOfNodes(stepping: Stepping): WatchingGuard {
  return new WatchingGuard(endNode(stepping), () => stepping()?.process);
}

type Stepping = () => SimulatedNode | undefined;

function endNode(stepping: Stepping): (where: string) => Error {
  return (where) => {
    const node = stepping();
    if (!node?.process?.active)
      return new MisuseError(endless("Code that no handler waits for", `it was ended (${where})`));
    const error = new Error(endless(`A handler of ${node.id}`, `the node was ended (${where})`));
    node.process.end(error);
    return error;
  };
}

/** A guard for the code of rules, if there are any: it runs after that of the node that sends, and ends the run. */
export function guardOfRules(faults: readonly PreparedFault[]): StepGuard | undefined {
  if (!faults.some(({ kind }) => kind === "rule")) return undefined;
  return new StepGuard((where) => new MisuseError(endless("A rule", `the run was ended (${where})`)));
}
