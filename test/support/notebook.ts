// Runs a notebook top to bottom in the real kernel, as nbclient would, and gives back its cells with their outputs.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { KernelClient, type KernelOptions } from "./kernel-client.js";

/** An output as the notebook format has it. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data" | "execute_result"; data: Record<string, any>; metadata: object }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export interface RanCell {
  source: string;
  metadata: Record<string, any>;
  status: "ok" | "error" | "aborted";
  ms: number;
  outputs: Output[];
}

/** The code cells of a notebook file with what they put out. With `stop`, nothing is run after an error. */
export async function runNotebook(
  path: string,
  { stop = false, ...options }: KernelOptions & { stop?: boolean } = {},
): Promise<RanCell[]> {
  const notebook = JSON.parse(readFileSync(path, "utf8"));
  const cells = notebook.cells.filter((cell: any) => cell.cell_type === "code");
  return runCells(
    cells.map((cell: any) => ({ source: [cell.source].flat().join(""), metadata: cell.metadata ?? {} })),
    { cwd: dirname(resolve(path)), ...options, stop },
  );
}

/** A check that is not met is an error here, unless `env` has another `VERTEILT_CHECKS`. */
export async function runCells(
  cells: { source: string; metadata?: Record<string, any> }[],
  { stop = false, env, ...options }: KernelOptions & { stop?: boolean } = {},
): Promise<RanCell[]> {
  const kernel = await KernelClient.start({ ...options, env: { VERTEILT_CHECKS: "strict", ...env } });
  try {
    const ran: { source: string; metadata: Record<string, any>; status: RanCell["status"]; ms: number; id: string }[] =
      [];
    for (const { source, metadata = {} } of cells) {
      const began = performance.now();
      const { reply } = await kernel.execute(source, { stop_on_error: stop });
      const status = reply.content.status;
      ran.push({ source, metadata, status, ms: performance.now() - began, id: reply.parent.msg_id! });
      if (stop && status !== "ok") break;
    }
    return ran.map(({ id, ...cell }) => ({ ...cell, outputs: outputs(kernel, id) }));
  } finally {
    await kernel.shutdown();
  }
}

/** What appeared under a cell, also after its end; text that follows text of the same stream is one output. */
function outputs(kernel: KernelClient, id: string): Output[] {
  const found: Output[] = [];
  for (const { header, parent, content } of kernel.published) {
    if (parent.msg_id !== id) continue;
    const type = header.msg_type;
    const before = found.at(-1);
    if (type === "stream" && before?.output_type === "stream" && before.name === content.name)
      before.text += content.text;
    else if (type === "stream") found.push({ output_type: "stream", name: content.name, text: content.text });
    else if (type === "display_data" || type === "execute_result")
      found.push({ output_type: type, data: content.data, metadata: content.metadata });
    else if (type === "error") found.push({ output_type: "error", ...content });
    else if (type === "clear_output") found.length = 0;
  }
  return found;
}
