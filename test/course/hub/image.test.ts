// The Dockerfile, carried out in an empty root folder: what a student's container and the enclosure for answers hold,
// and that nobody who is not root can change it. A container runtime is not needed for it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../../kernel-lib/course/command/paths.mjs";
import { noHub } from "../../support/hub.js";
import { buildImage, type Image, stagesOf } from "../../support/image.js";

test("the Dockerfile has a stage for each use, none of which ends as root", () => {
  const stages = stagesOf(readFileSync(join(root, "Dockerfile"), "utf8"));
  expect(stages.map(({ name, from }) => `${from} -> ${name}`)).toEqual([
    `${"$"}{BASE} -> base`,
    "base -> build",
    `${"$"}{BASE} -> answers`,
    "base -> workspace",
    "base -> student",
  ]);
  const users = stages.map(({ name, steps }) => [name, steps.findLast(({ word }) => word === "USER")?.rest]);
  expect(Object.fromEntries(users)).toMatchObject({ answers: "65534:65534", workspace: "node", student: "node" });
  const { build } = JSON.parse(readFileSync(join(root, ".devcontainer/devcontainer.json"), "utf8"));
  expect(build.target).toBe("workspace");
  expect(existsSync(join(root, ".devcontainer", build.dockerfile))).toBe(true);
});

test("the enclosure for answers has every package that an answer imports", () => {
  const texts = readdirSync(join(root, "solutions"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ipynb"))
    .map((path) => readFileSync(join(root, "solutions", path), "utf8"));
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/ from \\"((?:@[\w.-]+\/)?[\w.-]+)\\"/g)].map(([, name]) => name),
  );
  const packages = [...new Set(imported)].filter((name) => name !== "kernel-lib");
  expect(packages).toEqual(["@xmldom/xmldom"]);
  const { steps } = stagesOf(readFileSync(join(root, "Dockerfile"), "utf8")).find(({ name }) => name === "answers")!;
  for (const name of packages)
    expect(steps.some(({ rest }) => rest.includes(`node_modules/${name.split("/")[0]} `))).toBe(true);
});

describe.skipIf(noHub)(`the image${noHub ? ` (not made: ${noHub})` : ""}`, () => {
  let image: Image;
  beforeAll(() => {
    image = buildImage(["student", "answers"]);
  }, 600_000);
  afterAll(() => image?.dispose());

  test("a student's container holds the course without solutions, and its user cannot change it", () => {
    const look = "id -u; stat -c '%u %a' /home/node/verteilt; ls /opt/verteilt; touch /opt/verteilt/x 2>&1 || true";
    const { stdout } = image.run("student", look);
    expect(stdout).toMatch(/^1000\n1000 700\n/);
    expect(stdout).toContain("notebooks\n");
    expect(stdout).not.toMatch(/^(solutions|test|work)$/m);
    expect(stdout).toContain("Permission denied");
  });

  test("a student's copies come to be in the container's home, and a cell runs", { timeout: 300_000 }, () => {
    const cell = `import jupyter_client
manager, client = jupyter_client.manager.start_new_kernel(kernel_name="verteilt", startup_timeout=120)
client.execute_interactive("console.log(6 * 7)", timeout=120)
manager.shutdown_kernel()`;
    const { stdout, stderr } = image.run(
      "student",
      `node /opt/verteilt/kernel-lib/course/setup.mjs && ls verteilt/work | grep -c ipynb && /opt/verteilt/.venv/bin/python -c '${cell}'`,
    );
    expect(`${stdout}${stderr}`).toContain("Everything is set up.");
    expect(stdout).toMatch(/^16\n42$/m);
  });

  test("the enclosure for answers holds Node and the library, and no more of the course", () => {
    // Both programs get as far as what they are asked, which here is nothing.
    const inside = "/course/kernel-lib/dist/grading/sandbox/inside";
    const programs = `node ${inside}/main.js < /dev/null && node ${inside}/compile.js < /dev/null 2>&1 | grep -o "it has ended" | head -1`;
    const { stdout } = image.run("answers", `id -u; ls /course /course/node_modules; ${programs}`);
    expect(stdout.split("\n")).toEqual([
      "65534",
      "/course:",
      "kernel-lib",
      "node_modules",
      "",
      "/course/node_modules:",
      "@tslab",
      "@xmldom",
      "acorn",
      "eslint-scope",
      "esrecurse",
      "estraverse",
      "tslab",
      "it has ended",
      "",
    ]);
  });
});
