// The enclosure on systems without bubblewrap: a container of the project's own image, made by its Dockerfile. The
// judge stays outside.
import { spawnSync } from "node:child_process";
import type { Command } from "./enclosure.js";
import { limits } from "./limits.js";

export const IMAGE = "verteilt-answers";
const engines = ["docker", "podman"];

/** The installed engine that answers. */
export function containerEngine(): string | undefined {
  return engines.find((engine) => spawnSync(engine, ["version"], { stdio: "ignore" }).status === 0);
}

/** Runs a script of the compiled library, which the image holds. */
export function container(script: string, flags: readonly string[], seconds: number): Omit<Command, "env"> {
  const engine = containerEngine();
  if (!engine) throw new Error(`--container needs ${engines.join(" or ")}, and none answers.`);
  return {
    command: engine,
    args: [
      ...["run", "--rm", "--interactive", "--network", "none", "--read-only", "--cap-drop", "ALL"],
      ...["--security-opt", "no-new-privileges", "--user", "65534:65534"],
      ...["--pids-limit", String(limits.processes), "--memory", String(limits.memory)],
      ...["--tmpfs", `/tmp:size=${limits.files}`, "--workdir", "/tmp"],
      ...["--ulimit", `cpu=${seconds}:${seconds + 5}`, "--ulimit", "core=0"],
      ...[IMAGE, "node", ...flags, `/course/kernel-lib/dist/${script}`],
    ],
  };
}
