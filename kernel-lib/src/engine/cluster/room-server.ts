// The server of a room: started for it, or one that runs elsewhere.
import { randomBytes } from "node:crypto";
import { newSecret, newSpokenCode } from "./link.js";
import { newSeed, signerOf } from "./nkey.js";
import { isOwnerLink, ownerLink, type RoomServer, serverOf } from "./owner-link.js";
import { addresses, serverProgram, startKeeper } from "./server/program.js";

/** Ports that are easy to say aloud; others are taken where these are not free. */
const PORTS = { page: 4280, server: 4281 };

export interface StartedServer extends RoomServer {
  /** Makes another program this room's owner. */
  readonly owner: string;
}

/**
 * Starts a server on this computer.
 * @param ports wanted, where the usual ones do not serve. @param host the name by which others reach this computer
 */
export async function startServer(room: string, ports = PORTS, host?: string): Promise<StartedServer> {
  const [secret, spoken, seed] = [newSecret(), newSpokenCode(), newSeed()];
  const [keeper, page, system] = [newPassword(), newPassword(), newPassword()];
  const { account: issuer } = signerOf(seed);
  const passwords = { keeper, page, system };
  const program = serverProgram();
  const running = await startKeeper({ room, program, ports, issuer, passwords, secret, spoken });
  const { port, pagePort, certificate, code, server: process, end, gone } = running;
  const hosts = host === undefined ? addresses() : [host];
  const links = hosts.map((address) => `http://${address}${pagePort === 80 ? "" : `:${pagePort}`}/${code}`);
  const owner = ownerLink(links[0]!, { keeper, system, seed, spoken });
  const server = { host: "127.0.0.1", port, certificate };
  return { server, secret, seed, passwords, links, spoken, process, end, gone, owner };
}

/** The server that was named, or one on this computer. */
export function roomServer(room: string, named = process.env.VERTEILT_NATS): Promise<RoomServer> {
  return named && isOwnerLink(named) ? serverOf(named) : startServer(room);
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}
