// A connection to a room's server: encrypted, to no other server than the one whose certificate was given, and tried
// again for as long as it is wanted.

import { X509Certificate } from "node:crypto";
import type { PeerCertificate } from "node:tls";
import type { Msg, NatsConnection, Subscription } from "@nats-io/transport-node";

/** Where a server is, and the certificate by which to know it. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly certificate: string;
}

/** A side that does not answer for two of these is taken for gone: 18 s at most. */
export const PING_MS = 6000;
/**
 * How long one try to connect may take. The server asks the lecturer's side once whether it may let somebody in: where
 * that has not come back yet after a restart of the server, the next try is the one that succeeds.
 */
const TRY_MS = 8000;
const FIRST_TRIES = 4;
/** The one who lets others in comes back first. */
const KEEPER_AGAIN_MS = 100;
const AGAIN_MS = 700;
const SLOWEST_MS = 3000;

/**
 * Takes the mail that comes under a subject. Whatever goes wrong with one piece of it drops that piece: an error that
 * got further would end the reading of the whole connection, and any stranger could cause one.
 */
export function onMail(connection: NatsConnection, subject: string, take: (mail: Msg) => void): Subscription {
  return connection.subscribe(subject, {
    callback: (error, mail) => {
      if (error) return;
      try {
        take(mail);
      } catch {
        // It was none of ours.
      }
    },
  });
}

/** The server has refused the name or the password. */
export class Refused extends Error {}

/**
 * @param onState called with false when the connection breaks, and with true when it is there again
 * @param inboxPrefix under which answers come, where this side may not read all
 */
export async function connectTo(
  { host, port, certificate }: Server,
  user: string,
  password: string,
  onState: (connected: boolean) => void = () => {},
  inboxPrefix?: string,
): Promise<NatsConnection> {
  // Loaded on first use: most notebooks never open a room.
  const { connect } = require("@nats-io/transport-node") as typeof import("@nats-io/transport-node");
  const known = new X509Certificate(certificate).fingerprint256;
  let tries = 0;
  const options = {
    servers: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    user,
    pass: password,
    name: user,
    timeout: TRY_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    ...(inboxPrefix !== undefined && { inboxPrefix }),
    reconnectDelayHandler: () =>
      user.startsWith("_")
        ? KEEPER_AGAIN_MS
        : Math.min(AGAIN_MS * 2 ** tries++, SLOWEST_MS) * (0.75 + Math.random() / 2),
    tls: {
      handshakeFirst: true,
      ca: certificate,
      // The certificate is known, so it does not matter under which of its addresses the server is reached.
      checkServerIdentity: (_host: string, peer: PeerCertificate) =>
        peer.fingerprint256 === known ? undefined : new Error("this is another server's certificate"),
    },
  };
  const connection = await patiently(() => connect(options));
  void watch(connection, (connected) => {
    if (connected) tries = 0;
    onState(connected);
  });
  return connection;
}

async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const { name, message } = error as Error;
      if (/authorization/i.test(`${name} ${message}`)) throw new Refused(message, { cause: error });
      if (!/timeout/i.test(`${name} ${message}`) || tries === FIRST_TRIES) throw error;
    }
  }
}

async function watch(connection: NatsConnection, onState: (connected: boolean) => void): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === "disconnect") onState(false);
    if (type === "reconnect") onState(true);
  }
}
