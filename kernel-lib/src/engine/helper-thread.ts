// A thread that helps: see helpers.ts.
import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads";

export interface HelperData {
  /** A file that exports `help`. */
  readonly file: string;
  readonly beginning: object;
  readonly port: MessagePort;
}

const { file, beginning, port } = workerData as HelperData;
const { help } = require(file) as { help(beginning: object, receive: () => unknown): void };
help(beginning, () => receiveMessageOnPort(port)?.message);
