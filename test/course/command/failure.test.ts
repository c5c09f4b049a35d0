import { expect, test } from "vitest";
import { usualReason } from "../../../kernel-lib/course/command/failure.mjs";

const reason = (text: string) => usualReason(text, "installing", "npm start")?.message;

test.each([
  ["OSError: [Errno 28] No space left on device", "The disk is full: installing stopped."],
  ["npm error code ENOTFOUND", "No network: installing could not reach its server."],
  ["PermissionError: [WinError 5] Access is denied", "No permission to write in this folder: installing stopped."],
  [
    "HINT: This error might have occurred since this system does not have Windows Long Path support enabled.",
    "A path became too long for this system: installing stopped.",
  ],
  [
    "[WinError 206] The filename or extension is too long",
    "A path became too long for this system: installing stopped.",
  ],
])("%s", (said, message) => {
  expect(reason(said)).toBe(message);
});

test("anything else is not explained", () => {
  expect(reason("SyntaxError: invalid syntax")).toBeUndefined();
});
