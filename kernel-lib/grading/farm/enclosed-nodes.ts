// Encloses the nodes that this machine runs for the owner of its farm: a process without network, home and the user's
// files, with threads and memory for a whole system.
import { totalmem } from "node:os";
import type { Enclose } from "../../src/engine/cluster/hosts/host.js";
import { complaintOf, TIME_IS_UP } from "../sandbox/ask.js";
import { enclose, start } from "../sandbox/enclosure.js";
import { endProcess } from "../sandbox/end-process.js";
import { TextReader, textWriter } from "../sandbox/text-stream.js";

const limits = {
  /** Of processor time, all threads together: a live system may compute for a working day. */
  seconds: 8 * 3600,
  /** Bytes: half of this machine's. A node takes 15 MB. */
  memory: Math.max(1_000_000_000, Math.floor(Math.min(totalmem(), process.constrainedMemory() || totalmem()) / 2)),
  /** Each node of a live system has a thread of its own, and a thread opens four files. */
  processes: 1000,
  descriptors: 4096,
};
/** Bytes that wait to be read by the nodes; of what is more, packets are lost, as on any network. */
const MOST_WAITING = 64_000_000;

export const encloseNodes: Enclose = ({ onText, onEnd }) => {
  const child = start({
    ...enclose("bubblewrap", "grading/farm/inside/nodes.js", { packages: "all", ...limits }),
    isHeard: true,
  });
  const reader = new TextReader();
  const write = textWriter(child.stdin);
  const complaint = complaintOf(child);
  let isOver = false;
  const end = (why?: string) => {
    if (isOver) return;
    isOver = true;
    open.delete(end);
    endProcess(child);
    if (why !== undefined) onEnd(why);
  };
  open.add(end);
  const read = async () => {
    for await (const part of child.stdout)
      for (const text of reader.read(part)) {
        if (isOver) return;
        await onText(text);
      }
  };
  read().catch(() => end("it sent what cannot be read"));
  child.stdin.on("error", () => {});
  child.on("error", (error) => end(error.message));
  child.on("close", (code, signal) => end(reasonOf(code, signal, complaint())));
  return {
    send(text, isPacket) {
      if (isPacket && child.stdin.writableLength > MOST_WAITING) return false;
      write(text);
      return true;
    },
    end: () => end(),
  };
};

const open = new Set<() => void>();
process.once("exit", () => {
  for (const end of open) end();
});

function reasonOf(code: number | null, signal: string | null, complaint: string): string {
  if (TIME_IS_UP.includes(signal ?? code)) return "they took more than eight hours of processor time";
  return `their process ended${complaint === "" ? "; perhaps it ran out of memory" : `: ${complaint}`}`;
}
