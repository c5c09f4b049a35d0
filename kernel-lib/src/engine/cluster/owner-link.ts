// A server that runs elsewhere, and the link that makes one its owner: the room's link, and behind # what only the
// lecturer may have. VERTEILT_NATS names it, or `openClass(name, { url })`.
import { MisuseError, quote } from "../../node/errors.js";
import type { Server } from "./connection.js";
import { resolveLink } from "./link.js";

/** A room's server, and what its owner needs to speak to it. */
export interface RoomServer {
  readonly server: Server;
  /** What a link's code carries. */
  readonly secret: string;
  readonly seed: string;
  readonly passwords: { readonly keeper: string; readonly system: string };
  /** Links to the room, the likeliest first: a computer has several addresses. */
  readonly links: readonly string[];
  /** What may be typed at the link's host instead of its code. */
  readonly spoken: string;
  /** Its process, where it was started for this room. */
  readonly process: number;
  /** Ends it, where it was started for this room. */
  end(): Promise<void>;
  /** Resolves when it has ended by itself. */
  readonly gone: Promise<void>;
}

/** What an owner knows beside the link. */
export interface OwnerSecrets {
  readonly keeper: string;
  readonly system: string;
  readonly seed: string;
  readonly spoken: string;
}

export function ownerLink(link: string, { keeper, system, seed, spoken }: OwnerSecrets): string {
  return `${link}#${[keeper, system, seed, spoken].join(".")}`;
}

export function isOwnerLink(given: string): boolean {
  return /^https?:\/\//.test(given);
}

/** @throws MisuseError if it is none, or nothing answers there */
export async function serverOf(given: string): Promise<RoomServer> {
  const [link = "", secrets = ""] = given.split("#");
  const [keeper, system, seed, spoken] = secrets.split(".");
  if (!keeper || !system || !seed || !spoken)
    throw new MisuseError(
      `openClass: ${quote(link)} is no owner's link. Use the one that npm run room -- --serve has printed, with all behind the #.`,
    );
  const { host, port, certificate, secret } = await resolveLink(link);
  return {
    server: { host, port, certificate },
    secret,
    seed,
    passwords: { keeper, system },
    links: [link],
    spoken,
    process: 0,
    end: async () => {},
    gone: new Promise(() => {}),
  };
}
