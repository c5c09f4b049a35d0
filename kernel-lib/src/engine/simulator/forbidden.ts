// Globals that would make a simulation differ from run to run; code in the simulator gets these in their place.
import { MisuseError } from "../../node/errors.js";
import { consoleTo, type Print } from "../console.js";

/** `print` receives what nodes write to the console. */
export function simulatedGlobals(print: Print): Record<string, unknown> {
  return {
    Math: steadyMath,
    Date: SteadyDate,
    ...Object.fromEntries(["setTimeout", "setInterval", "setImmediate"].map((name) => [name, () => refuseTimer(name)])),
    performance: { now: () => refuse("performance.now()", "now()") },
    console: consoleTo(print),
  };
}

function refuse(what: string, instead: string): never {
  throw new MisuseError(`A node calls ${what}, which differs from run to run. In the simulator use this.${instead}.`);
}

function refuseTimer(name: string): never {
  throw new MisuseError(
    `A node calls ${name}, whose time is not the simulator's. Use this.setTimer(name, ms), or await this.sleep(ms).`,
  );
}

const steadyMath = Object.create(null, {
  ...Object.getOwnPropertyDescriptors(Math),
  random: { value: () => refuse("Math.random()", "random()") },
});

class SteadyDate extends Date {
  constructor(...given: any[]) {
    if (given.length === 0) refuse("new Date()", "now()");
    super(...(given as [number]));
  }
  static override now(): number {
    return refuse("Date.now()", "now()");
  }
}
