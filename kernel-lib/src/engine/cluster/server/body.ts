// The body of a request: an object as JSON, of limited size.
import type { IncomingMessage } from "node:http";

/** @throws Error where it is none, or longer than `most` bytes */
export async function readBody(request: IncomingMessage, most: number): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > most) throw new Error("too long");
    parts.push(part);
  }
  const body = JSON.parse(Buffer.concat(parts).toString("utf8"));
  if (typeof body !== "object" || body === null) throw new Error("no object");
  return body;
}
