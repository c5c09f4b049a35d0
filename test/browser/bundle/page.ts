// What the page offers the test: the rooms that know nothing of threads. Classes run as they are, since a page has one
// realm; all that is for shipping code to threads stays unused.
import { simulate } from "kernel-lib/dist/src/engine/simulator/simulate.js";
import { prepare } from "kernel-lib/dist/src/engine/system.js";
import { bundleOf } from "kernel-lib/dist/src/figure/figure.js";
import { spaceTime } from "kernel-lib/dist/src/figure/space-time/plotly.js";
import { stepping } from "kernel-lib/dist/src/figure/steps/stepping.js";
import { steppingHtml } from "kernel-lib/dist/src/figure/steps/steps-page.js";
import { tokenRing } from "kernel-lib/dist/src/models/token-ring.js";
import { twoPhaseCommit } from "kernel-lib/dist/src/models/two-phase-commit.js";
import * as faults from "kernel-lib/dist/src/network/faults.js";
import { Node } from "kernel-lib/dist/src/node/node.js";
import { traceFromJson, traceToJson } from "kernel-lib/dist/src/trace/json.js";
import { systems } from "./systems.js";

const all = systems({ ...faults, Node, tokenRing, twoPhaseCommit });

async function simulated(name: keyof typeof all) {
  const asItIs = (given: Function) => ({
    parts: [{ kind: "value" as const, value: given }],
    root: 0,
    isolated: false,
    reusable: true,
    privates: [],
  });
  const run = await simulate(prepare(all[name], asItIs), {});
  const trace = traceToJson(run.trace);
  return {
    trace,
    again: traceToJson(traceFromJson(trace)),
    figure: JSON.stringify(bundleOf(spaceTime(run))),
    steps: steppingHtml(stepping(run, undefined)),
  };
}

(globalThis as any).simulated = simulated;
