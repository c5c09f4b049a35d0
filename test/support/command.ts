// Runs a command of the course as a user does.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../kernel-lib/course/command/paths.mjs";

/**
 * Runs kernel-lib/course/SCRIPT to its end.
 * With `until`, Ctrl-C is pressed once that has been printed.
 */
export function command(script: string, args: string[], { until }: { until?: string } = {}) {
  return new Promise<{ code: number | null; said: string }>((resolve) => {
    const child = spawn(process.execPath, [join(root, "kernel-lib", "course", script), ...args], { cwd: root });
    let said = "";
    let pressed = false;
    const hear = (text: Buffer) => {
      said += text;
      if (until === undefined || pressed || !said.includes(until)) return;
      pressed = true;
      child.kill("SIGINT");
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("close", (code) => resolve({ code, said }));
  });
}
