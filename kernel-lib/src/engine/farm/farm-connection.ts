// A connection to a farm, for its owner or a worker: to the server of the link's pin, greeted by the gate.
import { randomBytes } from "node:crypto";
import type { NatsConnection } from "@nats-io/transport-node";
import { MisuseError, quote } from "../../node/errors.js";
import { connectTo, Refused, type Server } from "../cluster/connection.js";
import { type FarmAddress, resolveFarmLink, withoutOwner } from "./farm-link.js";
import { helloSubject, inboxOf, OWNER, WATCHER, watcherPassword } from "./names.js";
import { libraryVersion } from "./version.js";

export interface FarmConnection {
  readonly connection: NatsConnection;
  /** After so long without a sign of life, a worker's job is another's (ms). */
  readonly ackWait: number;
  readonly server: Server;
}

const HELLO_MS = 5000;
const HELLO_TRIES = 4;

/** @throws MisuseError with a sentence where this is no owner, or the farm is of another version */
export async function connectAsOwner(link: string, asked: string): Promise<FarmConnection> {
  const address = await resolveFarmLink(link, asked);
  if (address.owner === undefined)
    throw new MisuseError(
      `${asked}: ${quote(withoutOwner(link))} lends machines. To submit work, the owner's secret stands behind it, after a #: ` +
        "copy the first link that npm run farm prints.",
    );
  return greeted(address, OWNER, address.owner, asked);
}

/** A connection on which the server tells the owner who disconnects. */
export async function connectAsWatcher(link: string, { server }: FarmConnection): Promise<NatsConnection> {
  return connectTo(server, WATCHER, watcherPassword(new URL(link.trim()).hash.slice(1)));
}

/** @throws MisuseError with a sentence where the token is another farm's, or the version another */
export async function connectAsWorker(
  link: string,
  name: string,
  asked: string,
  version = libraryVersion(),
): Promise<FarmConnection> {
  const address = await resolveFarmLink(link, asked);
  const secret = randomBytes(16).toString("hex");
  return greeted(address, name, `${address.token}.${version}.${secret}`, asked, { version, secret });
}

async function greeted(
  { server }: FarmAddress,
  user: string,
  password: string,
  asked: string,
  { version, secret }: { version: string; secret?: string } = { version: libraryVersion() },
): Promise<FarmConnection> {
  const prefix = secret === undefined ? undefined : inboxOf(user, secret);
  const connection = await connectTo(server, user, password, () => {}, prefix).catch((error) => {
    if (!(error instanceof Refused)) throw error;
    const key = user === OWNER ? "secret behind its #" : "token in its link";
    throw new MisuseError(
      `${asked}: this farm does not know the ${key}. Copy the whole link as npm run farm prints it.`,
    );
  });
  try {
    const { sorry, ackWait, version: farms } = await hello(connection, user, version, asked);
    if (sorry !== undefined) throw new MisuseError(`${asked}: ${sorry}`);
    if (farms !== version)
      throw new MisuseError(
        `${asked}: this farm has version ${farms} of the course, and here is ${version}: results could differ. ` +
          "Bring both to the same commit, run npm run setup, and open the farm again.",
      );
    return { connection, ackWait: Number(ackWait), server };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function hello(connection: NatsConnection, user: string, version: string, asked: string): Promise<any> {
  for (let tries = 1; ; tries++)
    try {
      const answer = await connection.request(helloSubject(user), JSON.stringify({ version }), { timeout: HELLO_MS });
      return answer.json();
    } catch (error) {
      if (tries === HELLO_TRIES)
        throw new MisuseError(
          `${asked}: the farm's server runs, and the farm does not answer. Open it again: npm run farm.`,
          {
            cause: error,
          },
        );
      await new Promise((done) => setTimeout(done, 500));
    }
}
