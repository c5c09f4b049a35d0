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

const FOR_ENGINES =
  /^(PATH|HOME|USER|XDG_RUNTIME_DIR|XDG_CONFIG_HOME|(DOCKER|CONTAINER|CONTAINERS)_.*|SystemRoot|USERPROFILE|(LOCAL)?APPDATA)$/i;

/** What an engine finds its service by, rootless or in a virtual machine. Nothing of it comes into a container. */
export function engineEnvironment(): Record<string, string> {
  const known = Object.entries(process.env).filter(([name]) => FOR_ENGINES.test(name));
  return Object.fromEntries(known) as Record<string, string>;
}

/** What would make containers possible here; undefined where they are. */
export function whatContainersLack(): string | undefined {
  const engine = containerEngine();
  if (!engine) return "install Docker or Podman, and start it: --container needs one";
  if (spawnSync(engine, ["image", "inspect", IMAGE], { stdio: "ignore" }).status === 0) return undefined;
  return `make the image that --container needs, in the folder of the course: ${engine} build -t ${IMAGE} --target answers .`;
}

/** Runs a script of the compiled library, which the image holds. */
export function container(script: string, flags: readonly string[], seconds: number): Command {
  const engine = containerEngine();
  if (!engine) throw new Error(`--container needs ${engines.join(" or ")}, and none answers.`);
  return {
    command: engine,
    env: engineEnvironment(),
    args: [
      ...["run", "--rm", "--interactive", "--pull", "never", "--network", "none", "--read-only", "--cap-drop", "ALL"],
      ...["--security-opt", "no-new-privileges", "--user", "65534:65534"],
      ...["--pids-limit", String(limits.processes), "--memory", String(limits.memory)],
      ...["--tmpfs", `/tmp:size=${limits.files}`, "--workdir", "/tmp"],
      ...["--ulimit", `cpu=${seconds}:${seconds + 5}`, "--ulimit", "core=0"],
      ...[IMAGE, "node", ...flags, `/course/kernel-lib/dist/${script}`],
    ],
  };
}
