// Marking in containers, up to the engine's border: a stand-in for docker notes what it is asked, and runs the same
// program of the library outside of a container. What the image holds is tried in test/course/hub/image.test.ts.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findProtection } from "../../kernel-lib/grading/pipeline/judging.mjs";
import { Marker } from "../support/marking.js";

const DAEMON = "unix:///run/user/1000/docker.sock";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verteilt-engine-"));
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
  vi.stubEnv("DOCKER_HOST", DAEMON);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** An engine whose service answers, with or without the image. */
function engine({ image }: { image: boolean }): void {
  const script = `#!/bin/sh
echo "$DOCKER_HOST $@" >> ${folder}/calls
[ "$1" = version ] && exit
[ "$1" = image ] && exit ${image ? 0 : 1}
while [ "$1" != verteilt-answers ]; do shift; done
exec "${process.execPath}" "$3" "$4" "$5" "${resolve("kernel-lib/dist")}/\${6#/course/kernel-lib/dist/}"
`;
  writeFileSync(join(folder, "docker"), script);
  chmodSync(join(folder, "docker"), 0o755);
}

const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");

describe.skipIf(process.platform === "win32")("--container", () => {
  test("without an engine or its image marks are unprotected, and it says what to type", async () => {
    const remedies = [];
    remedies.push(await findProtection(true));
    engine({ image: false });
    remedies.push(await findProtection(true));
    engine({ image: true });
    expect([...remedies, await findProtection(true)]).toEqual([
      { protection: "none", remedy: "install Docker or Podman, and start it: --container needs one" },
      {
        protection: "none",
        remedy:
          "make the image that --container needs, in the folder of the course: docker build -t verteilt-answers --target answers .",
      },
      { protection: "container" },
    ]);
  });

  test("answers are compiled and asked in containers that have no network, no files and few rights", async () => {
    engine({ image: true });
    const marker = new Marker("container");
    const { points } = await marker.mark("function twice(n: number): number { return 2 * n; }");
    marker.close();
    expect(points).toEqual([4, 1, 2]);

    const runs = calls().filter((call) => call.includes(" run "));
    const enclosed = (seconds: number, script: string) =>
      `${DAEMON} run --rm --interactive --pull never --network none --read-only --cap-drop ALL ` +
      `--security-opt no-new-privileges --user 65534:65534 --pids-limit 30 --memory 1000000000 ` +
      `--tmpfs /tmp:size=16777216 --workdir /tmp --ulimit cpu=${seconds}:${seconds + 5} --ulimit core=0 ` +
      "verteilt-answers node --no-warnings --max-old-space-size=512 --stack-size=984 " +
      `/course/kernel-lib/dist/grading/sandbox/inside/${script}`;
    expect(runs[0]).toBe(enclosed(15, "compile.js"));
    expect(runs.length).toBeGreaterThan(1);
    expect([...new Set(runs.slice(1))]).toEqual([enclosed(60, "main.js")]);
  });
});
