// What marking finds out about the machine it runs on, and what it says would help.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { remedyFor } from "kernel-lib/dist/grading/sandbox/enclosure.js";
import { expect, test } from "vitest";

const module = resolve("kernel-lib/dist/grading/sandbox/enclosure.js");
const program = `console.log(JSON.stringify(require(${JSON.stringify(module)}).findProtection()))`;
/** What an ordinary user finds. */
const found = (command: string, args: string[], env: NodeJS.ProcessEnv = process.env) => {
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  return JSON.parse(execFileSync(command, [...args, "-e", program], { encoding: "utf8", cwd: "/", env, ...user }));
};
const here = test.skipIf(process.platform !== "linux");

here("an ordinary user marks in an enclosure, too", () => {
  expect(found(process.execPath, [])).toEqual({ protection: "bubblewrap" });
});

here("without bubblewrap it says how to install it", () => {
  const remedy = "install bubblewrap (sudo apt install bubblewrap)";
  expect(found(process.execPath, [], { PATH: "/nowhere" })).toEqual({ protection: "none", remedy });
});

here("where no user may make namespaces it says so, in bubblewrap's words", () => {
  const around = ["--dev-bind", "/", "/", "--unshare-user", "--disable-userns", process.execPath];
  const { protection, remedy } = found("bwrap", around);
  expect(protection).toBe("none");
  expect(remedy).toMatch(/^let bubblewrap make namespaces here; .*\(bwrap says: bwrap: /);
});

test("on Ubuntu 24.04 it names the setting", () => {
  expect(remedyFor("bwrap: setting up uid map: Permission denied\n", true)).toBe(
    "let bubblewrap make namespaces: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 " +
      "(bwrap says: bwrap: setting up uid map: Permission denied)",
  );
});
