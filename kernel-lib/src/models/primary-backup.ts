// Primary and backup (Alsberg and Day 1976): the primary answers once the backup knows, so that what was acknowledged
// outlives a crash.
import { Node } from "../node/node.js";
import type { ReadyMade } from "./system.js";

class Client extends Node {
  acknowledged = 0;
  override onStart() {
    this.send("primary", { type: "put", value: 1 });
  }
  onDone({ value }: { value: number }) {
    this.acknowledged = value;
  }
}

class Primary extends Node {
  /** Without it, it answers before the backup knows. */
  waits = true;
  value = 0;
  client = "";
  onPut({ value }: { value: number }, from: string) {
    this.value = value;
    this.client = from;
    this.send("backup", { type: "copy", value });
    if (!this.waits) this.send(from, { type: "done", value });
  }
  onCopied({ value }: { value: number }) {
    if (this.waits && this.client !== "") this.send(this.client, { type: "done", value });
  }
}

class Backup extends Node<{ value: number }> {
  onCopy({ value }: { value: number }, from: string) {
    this.disk.value = value;
    this.send(from, { type: "copied", value });
  }
}

/**
 * A `client` that puts a value, a `primary` and a `backup`, one of which may crash.
 * @param options.waits false makes the primary answer before the backup knows
 */
export function primaryBackup({ waits = true } = {}): ReadyMade {
  return {
    nodes: { client: Client, primary: Primary.with({ waits }), backup: Backup },
    properties: {
      crashes: 1,
      always: {
        "what was acknowledged is in two places, or in the backup": ({ nodes: { client, primary, backup } }) => {
          const value = client?.acknowledged;
          if (!value || !backup || backup.disk.value === value) return true;
          return primary?.value === value || `the client relies on ${value}, which no node holds any more`;
        },
      },
      sometimes: { "a value is acknowledged": ({ nodes }) => nodes.client?.acknowledged === 1 },
    },
  };
}
