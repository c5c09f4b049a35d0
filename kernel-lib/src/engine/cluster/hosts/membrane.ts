// The texts that pass between a host and the enclosure in which its nodes run: what is told, as JSON in the trace's form,
// and packets for and from other sides, as they are.
import { toJsonValue } from "../../../trace/json-value.js";
import { readBody } from "../packet.js";

const TOLD = "=";
const PACKET = ">";

export type Passed =
  | { readonly kind: "told"; readonly body: any }
  /** @param side the one it is for, or comes from */
  | { readonly kind: "packet"; readonly side: string; readonly text: string };

export function told(body: unknown): string {
  return toldText(JSON.stringify(toJsonValue(body, "an order")));
}

/** @param text JSON in the trace's form */
export function toldText(text: string): string {
  return `${TOLD}${text}`;
}

export function packet(side: string, text: string): string {
  return `${PACKET}${side}\n${text}`;
}

/** @returns undefined for what the other side cannot have sent */
export function readPassed(text: string): Passed | undefined {
  if (text.startsWith(PACKET)) {
    const end = text.indexOf("\n");
    return end < 0 ? undefined : { kind: "packet", side: text.slice(1, end), text: text.slice(end + 1) };
  }
  if (!text.startsWith(TOLD)) return undefined;
  try {
    const read = readBody(JSON.parse(text.slice(1)), text);
    return read && { kind: "told", body: read.body };
  } catch {
    return undefined;
  }
}
