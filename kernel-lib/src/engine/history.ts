// The history of a run: its asks and calls, from call to return.
import type { Operation } from "../trace/operation.js";

/** One end of an operation. `client` and `call` identify it. */
export type OperationPart = { client: string; call: number; process: string; at: number } & (
  | { input: any }
  | { output: any }
);

export class History {
  readonly operations: Operation[] = [];
  #open = new Map<string, Operation>();

  add(part: OperationPart): void {
    const key = `${part.client}/${part.call}`;
    if ("input" in part) {
      const operation: Operation = { process: part.process, input: part.input, call: part.at };
      this.#open.set(key, operation);
      this.operations.push(operation);
      return;
    }
    const operation = this.#open.get(key);
    if (!operation) return;
    this.#open.delete(key);
    operation.output = part.output;
    operation.return = part.at;
  }
}
