// The server of a room, started for it or running elsewhere, and what its keeper needs to speak to it.
import { randomBytes } from "node:crypto";
import type { Server } from "./connection.js";
import { newSecret, newSpokenCode } from "./link.js";
import { newSeed, signerOf } from "./nkey.js";
import { addresses, serverProgram, startKeeper } from "./server/program.js";

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
  /** Ends it, where it was started for this room. */
  end(): Promise<void>;
  /** Resolves when it has ended by itself. */
  readonly gone: Promise<void>;
}

/** Ports that are easy to say aloud; others are taken where these are not free. */
const PORTS = { page: 4280, server: 4281 };

/** Starts a server on this computer. */
export async function startServer(room: string): Promise<RoomServer> {
  const [secret, spoken, seed] = [newSecret(), newSpokenCode(), newSeed()];
  const [keeper, page, system] = [newPassword(), newPassword(), newPassword()];
  const { account: issuer } = signerOf(seed);
  const passwords = { keeper, page, system };
  const program = serverProgram();
  const running = await startKeeper({ room, program, ports: PORTS, issuer, passwords, secret, spoken });
  const { port, pagePort, certificate, code, end, gone } = running;
  const links = addresses().map((address) => `http://${address}:${pagePort}/${code}`);
  return { server: { host: "127.0.0.1", port, certificate }, secret, seed, passwords, links, spoken, end, gone };
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}
