// A Jupyter message as frames on a socket, signed with HMAC:
// https://jupyter-client.readthedocs.io/en/stable/messaging.html
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

export interface Message {
  /** Routing frames of the client on a ROUTER socket, or the topic on iopub. */
  identities: Buffer[];
  header: Header;
  parent: Header | Record<string, never>;
  metadata: Record<string, unknown>;
  content: any;
  buffers: Buffer[];
}

export const protocolVersion = "5.4";
const delimiter = Buffer.from("<IDS|MSG>");

/** Reads a message, or throws if the delimiter is missing or the signature is wrong. */
export function decode(frames: Buffer[], key: string): Message {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at < 0) throw new Error("a message without the <IDS|MSG> delimiter");
  const signature = frames[at + 1];
  const parts = frames.slice(at + 2, at + 6);
  if (!signature || parts.length < 4) throw new Error("a message with fewer than four parts");
  if (key !== "" && !same(signature, Buffer.from(sign(parts, key))))
    throw new Error("a message with a wrong signature");
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString("utf8")));
  return { identities: frames.slice(0, at), header, parent, metadata, content, buffers: frames.slice(at + 6) };
}

export function encode(message: Message, key: string): Buffer[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [...message.identities, delimiter, Buffer.from(sign(parts, key)), ...parts, ...message.buffers];
}

export function newHeader(type: string, session: string): Header {
  return {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: "kernel",
    date: new Date().toISOString(),
    version: protocolVersion,
  };
}

function sign(parts: Buffer[], key: string): string {
  if (key === "") return "";
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
