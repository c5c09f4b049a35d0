import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { asTyped } from "../../../kernel-lib/course/command/typed.mjs";

const again = (...args: string[]) => asTyped("npm run autograde", args);

describe.skipIf(process.platform === "win32")("a command to repeat", () => {
  test("has all its arguments, in quotes only where the shell needs them", () => {
    expect(again()).toBe("npm run autograde");
    expect(again("handed-in/2026", "--jobs=2", "--due", "2026-12-01 23:59")).toBe(
      'npm run autograde -- handed-in/2026 --jobs=2 --due "2026-12-01 23:59"',
    );
    expect(again("Übung höchstens")).toBe('npm run autograde -- "Übung höchstens"');
    expect(again("Übung")).toBe("npm run autograde -- Übung");
  });

  test("means to the shell what was typed, whatever that is", () => {
    const odd = ["a b", "$HOME", "it's", 'say "hi"', "`x`", "back\\slash", "", "*", "u\u0308", "!!", "a;b", "--x=y z"];
    const words = again(...odd).replace("npm run autograde -- ", "");
    const script = 'for word; do printf "%s\\n" "$word"; done';
    const heard = execFileSync("sh", ["-c", `set -- ${words}; ${script}`], { encoding: "utf8" });
    expect(heard.split("\n").slice(0, -1)).toEqual(odd);
  });
});
