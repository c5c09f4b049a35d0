// The texts that pass between a host and the enclosure in which its nodes run: what is told, as JSON in the trace's form,
// and packets for and from other sides, as they are.
import { readBody } from "../packet.js";
import { bodyText } from "../sure-link.js";

/** Characters that are told at once at most: a system's code, and the states of its nodes. */
export const LONGEST_TOLD = 32_000_000;

const TOLD = "=";
const PACKET = ">";

export type Passed =
  | { readonly kind: "told"; readonly body: any }
  /** @param side the one it is for, or comes from */
  | { readonly kind: "packet"; readonly side: string; readonly text: string };

export function told(body: unknown): string {
  return `${TOLD}${bodyText(body)}`;
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
  if (!text.startsWith(TOLD) || text.length > LONGEST_TOLD) return undefined;
  const read = readBody(text.slice(1));
  return read && { kind: "told", body: read.body };
}
