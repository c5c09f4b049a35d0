// The stages of the Dockerfile without a container runtime: each is a layer over the one below, and its instructions
// run in it one after another. Below the first lies this machine's /usr instead of the image that BASE names, with
// nothing in /opt, /home, /root, /tmp and /var/tmp. Needs root, and the network.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../kernel-lib/course/command/paths.mjs";

interface Stage {
  name: string;
  from: string;
  steps: { word: string; rest: string }[];
}

/** The instructions of a Dockerfile, stage by stage. */
export function stagesOf(text: string): Stage[] {
  const stages: Stage[] = [];
  const lines = text
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll(/\\\n/g, "")
    .split("\n")
    .filter(Boolean);
  for (const line of lines) {
    const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line)!;
    const from = /^(\S+) AS (\S+)$/.exec(rest);
    if (word === "FROM" && from) stages.push({ from: from[1], name: from[2], steps: [] });
    else if (word !== "ARG") stages.at(-1)!.steps.push({ word, rest });
  }
  return stages;
}

export type Image = ReturnType<typeof buildImage>;

/** Builds the stages that a Dockerfile leads to from these, and keeps them until `dispose`. */
export function buildImage(targets: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "verteilt-image-"));
  // No layer may lie within another, and the lowest is "/".
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4g", "tmpfs", folder]);
  const dispose = () => {
    execFileSync("umount", ["--lazy", folder]);
    rmdirSync(folder);
  };
  const stages = new Map(stagesOf(readFileSync(join(root, "Dockerfile"), "utf8")).map((stage) => [stage.name, stage]));
  const layer = (name: string, part: string) => join(folder, name, part);
  const built = new Set<string>();
  makeBase(folder);

  /** The layers of a stage, its own first. */
  function layers(name: string): string[] {
    const stage = stages.get(name);
    return stage ? [layer(name, "own"), ...layers(stage.from)] : [join(folder, "image", "own"), "/"];
  }

  /** Runs a script with a stage mounted at "$M", as root of this machine, and another before, with its own layer at "$OWN". */
  function within(name: string, script: string, before = "") {
    const [own, ...below] = layers(name);
    const mounted = layer(name, "mounted");
    const begin = `M=${mounted} OWN=${own}${before}
mount -t overlay overlay -o lowerdir=${below.join(":")},upperdir=${own},workdir=${layer(name, "work")} "$M"
mount -t proc proc "$M/proc" && mount --rbind /dev "$M/dev"`;
    return spawnSync(
      "unshare",
      ["--mount", "--pid", "--fork", "--propagation", "private", "sh", "-ec", `${begin}\n${script}`],
      {
        encoding: "utf8",
        maxBuffer: 2 ** 28,
      },
    );
  }

  function build(name: string): void {
    const stage = stages.get(name);
    if (!stage || built.has(name)) return;
    build(stage.from);
    for (const { word, rest } of stage.steps) if (word === "COPY") build(/--from=(\S+)/.exec(rest)?.[1] ?? "");
    for (const part of ["own", "work", "mounted"]) mkdirSync(layer(name, part), { recursive: true });
    const { script, copies } = stage.steps.reduce(step, START);
    const { status, stdout, stderr } = within(name, script, copies);
    if (status !== 0) throw new Error(`The stage ${name} could not be built:\n${stdout}\n${stderr}`);
    built.add(name);
  }

  interface Building {
    script: string;
    /** What comes from other stages: links, since a gigabyte is too much to copy, made while the layer is not mounted. */
    copies: string;
    folder: string;
    user: string;
  }

  const START: Building = { script: "", copies: "", folder: "/", user: "0:0" };

  function step(so: Building, { word, rest }: { word: string; rest: string }): Building {
    const to = (folder: string) => (folder.startsWith("/") ? folder : join(so.folder, folder));
    const add = (line: string): Building => ({ ...so, script: `${so.script}\n${line}` });
    switch (word) {
      case "RUN":
        return add(`${caches(rest)}${enter(so.folder, so.user, rest.replaceAll(/--mount=\S+ /g, ""))}`);
      case "WORKDIR":
        return { ...add(`mkdir -p "$M${to(rest)}"`), folder: to(rest) };
      case "USER":
        return { ...so, user: rest };
      case "COPY": {
        const [, stage, from, target] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(rest)!;
        if (stage === undefined) return add(`${context()} | tar -C "$M${to(target)}" -xf -`);
        const place = to(target);
        const copy = `mkdir -p "$OWN${join(place, "..")}" && cp -al ${layer(stage, "own")}${from} "$OWN${place}"`;
        return { ...so, copies: `${so.copies}\n${copy}` };
      }
      default:
        return so;
    }
  }

  try {
    for (const target of targets) build(target);
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    /** Runs a command in a stage as the user it ends with. */
    run(name: string, command: string) {
      const { folder: where, user } = stages.get(name)!.steps.reduce(step, START);
      return within(name, enter(where, user, command));
    },
    dispose,
  };
}

/** What the stand-in for the base image hides of this machine, and the user that the image of Node has. */
function makeBase(folder: string): void {
  const own = join(folder, "image", "own");
  for (const name of ["opt", "home/node", "root", "tmp", "var/tmp", "etc"])
    mkdirSync(join(own, name), { recursive: true });
  const opaque = ["opt", "home", "root", "tmp", "var/tmp"].map((name) => join(own, name));
  spawnSync("python3", [
    "-c",
    "import os, sys\nfor f in sys.argv[1:]: os.setxattr(f, 'trusted.overlay.opaque', b'y')",
    ...opaque,
  ]);
  spawnSync("chmod", ["1777", join(own, "tmp"), join(own, "var/tmp")]);
  spawnSync("chown", ["1000:1000", join(own, "home/node")]);
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .filter((line) => line.split(":")[2] !== "1000");
  writeFileSync(join(own, "etc/passwd"), `${users.join("\n").trim()}\nnode:x:1000:1000::/home/node:/bin/sh\n`);
}

/** A build's caches: this machine's own, where they belong to root, as whom the build runs. */
function caches(instruction: string): string {
  const targets = [...instruction.matchAll(/--mount=type=cache,target=\/root\/(\S+) /g)].map(([, path]) => path);
  return targets
    .filter((path) => statSync(join(homedir(), path), { throwIfNoEntry: false })?.uid === 0)
    .map((path) => `mkdir -p "$M/root/${path}" && mount --bind ${join(homedir(), path)} "$M/root/${path}"\n`)
    .join("");
}

/** A command within a stage; only what names a network's proxies and certificates comes from outside. */
function enter(folder: string, user: string, command: string): string {
  const [uid, gid = uid] = (user === "node" ? "1000:1000" : user).split(":");
  const home = uid === "0" ? "/root" : uid === "1000" ? "/home/node" : "/tmp";
  const kept = Object.entries(process.env).filter(([name]) => /proxy|cert|^ssl_/i.test(name));
  const env = [...kept.map(([name, value]) => `${name}=${value}`), "PATH=/usr/local/bin:/usr/bin:/bin", `HOME=${home}`];
  const as = `setpriv --reuid ${uid} --regid ${gid} --clear-groups`;
  const inside = `cd ${folder} && ${command}`;
  return `chroot "$M" ${as} env -i ${env.map(quoted).join(" ")} sh -ec ${quoted(inside)}`;
}

/** What a build is given: the folder without what .dockerignore names. */
function context(): string {
  const left = readFileSync(join(root, ".dockerignore"), "utf8").trim().split("\n");
  return `tar -C ${quoted(root)} ${left.map((path) => `--exclude=./${path}`).join(" ")} -cf - .`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
