// `prompt` and `confirm` ask below the cell, through Jupyter's stdin, and wait for the answer.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { venvBin } from "../../kernel-lib/course/command/paths.mjs";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

async function answered(code: string, ...answers: string[]) {
  const id = kernel.begin(code, { allow_stdin: true });
  const questions: string[] = [];
  for (const value of answers) {
    const request = await kernel.until(() =>
      kernel.inputs.find(({ parent }) => parent.msg_id === id && kernel.take(parent)),
    );
    questions.push(request.content.prompt);
    kernel.send("input_reply", { value }, "stdin");
  }
  return { ...(await kernel.answer(id)), questions };
}

test("a cell that asks gets the answer at once", async () => {
  const { result, questions } = await answered('const who = prompt("Name?"); "Hello " + who', "Zoë");
  expect(questions).toEqual(["Name?"]);
  expect(result).toEqual({ "text/plain": "'Hello Zoë'" });
});

test("confirm is true for yes, false for anything else", async () => {
  const { result, questions } = await answered('[confirm("Sure?"), confirm("Really?")]', "y", "nein");
  expect(questions).toEqual(["Sure? (y/n)", "Really? (y/n)"]);
  expect(result).toEqual({ "text/plain": "[ true, false ]" });
});

test("an empty answer gives the default", async () => {
  expect((await answered('prompt("Port?", "8080")', "")).result).toEqual({ "text/plain": "'8080'" });
});

test("a cell that waits for an answer can be interrupted", async () => {
  const id = kernel.begin('let before = 7; prompt("Forever?")', { allow_stdin: true });
  await kernel.until(() => kernel.inputs.find(({ parent }) => parent.msg_id === id));
  await kernel.interrupt();
  expect((await kernel.answer(id)).error).toMatchObject({ ename: "KeyboardInterrupt" });
  expect((await kernel.execute("before")).result).toEqual({ "text/plain": "7" });
});

test("prompt and confirm return null where they cannot be answered, and say so once", async () => {
  const { result, stdout } = await kernel.execute('[prompt("Name?"), confirm("Sure?")]');
  expect(result).toEqual({ "text/plain": "[ null, null ]" });
  expect(stdout).toBe("Questions cannot be answered here, so prompt and confirm return null.\n");
  expect((await kernel.execute('prompt("Again?")')).stdout).toBe("");
});

test("prompt returns null in nbconvert", () => {
  const folder = mkdtempSync(join(tmpdir(), "questions-"));
  const cell = {
    cell_type: "code",
    id: "a",
    metadata: {},
    execution_count: null,
    outputs: [],
    source: 'prompt("Name?") ?? "nobody"',
  };
  const kernelspec = { name: "verteilt", display_name: "TypeScript (Verteilt)" };
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: [cell] };
  writeFileSync(join(folder, "a.ipynb"), JSON.stringify(notebook));
  const { status, stderr } = spawnSync(
    venvBin("jupyter"),
    ["nbconvert", "--to", "notebook", "--execute", "--output", "b.ipynb", "a.ipynb"],
    { cwd: folder, encoding: "utf8" },
  );
  expect([status, status === 0 ? "" : stderr]).toEqual([0, ""]);
  const { outputs } = JSON.parse(readFileSync(join(folder, "b.ipynb"), "utf8")).cells[0];
  expect(outputs.at(-1).data["text/plain"]).toEqual(["'nobody'"]);
  rmSync(folder, { recursive: true });
});
