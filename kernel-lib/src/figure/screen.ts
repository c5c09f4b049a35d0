// What figures that change ask of the program they live in: to be shown again in the same place, and to talk with a
// front end. The Jupyter kernel provides a screen; plain Node has none, and text serves.
import type { Bundle } from "./figure.js";

/** Part of what the kernel provides under `Symbol.for("verteilt.host")`. */
export interface Screen {
  /** Shows a bundle under the cell that runs, or with `update` in the place of what was shown under the same `id`. */
  display(bundle: Bundle, place?: { id: string; update: boolean }): void;
  /** Opens a comm to all front ends: https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages */
  comm(opening: CommOpening, receive: (message: CommData) => void): Comm;
}

export interface CommData {
  data: any;
  buffers: Uint8Array[];
}

export interface CommOpening extends CommData {
  target: string;
  metadata: Record<string, unknown>;
}

export interface Comm {
  readonly id: string;
  send(data: object, buffers?: Uint8Array[]): void;
  close(): void;
}

/** The screen of this thread, if there is one. */
export function screen(): Screen | undefined {
  const host = (globalThis as any)[Symbol.for("verteilt.host")];
  return typeof host?.comm === "function" ? host : undefined;
}
