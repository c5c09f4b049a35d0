// A connection to a room's server: encrypted, to no other server than the one whose certificate was given, and tried
// again for as long as it is wanted.

import { X509Certificate } from "node:crypto";
import type { PeerCertificate } from "node:tls";
import type { NatsConnection } from "@nats-io/transport-node";

/** Where a server is, and the certificate by which to know it. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly certificate: string;
}

/** A side that does not answer for two of these is taken for gone: 18 s at most. */
export const PING_MS = 6000;
/** How long a first connection may take; a full room is let in one after the other. */
const CONNECT_MS = 30_000;
const AGAIN_MS = 250;
const SLOWEST_MS = 3000;

/** The server has refused the name or the password. */
export class Refused extends Error {}

/** @param onState called with false when the connection breaks, and with true when it is there again */
export async function connectTo(
  { host, port, certificate }: Server,
  user: string,
  password: string,
  onState: (connected: boolean) => void = () => {},
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
    timeout: CONNECT_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
    maxReconnectAttempts: -1,
    // After a restart of the server the one who lets others in may come after them.
    ignoreAuthErrorAbort: true,
    reconnectDelayHandler: () => Math.min(AGAIN_MS * 2 ** tries++, SLOWEST_MS) * (0.75 + Math.random() / 2),
    tls: {
      handshakeFirst: true,
      ca: certificate,
      // The certificate is known, so it does not matter under which of its addresses the server is reached.
      checkServerIdentity: (_host: string, peer: PeerCertificate) =>
        peer.fingerprint256 === known ? undefined : new Error("this is another server's certificate"),
    },
  };
  const connection = await connect(options).catch((error: Error) => {
    if (/authorization/i.test(`${error.name} ${error.message}`)) throw new Refused(error.message, { cause: error });
    throw error;
  });
  void watch(connection, (connected) => {
    if (connected) tries = 0;
    onState(connected);
  });
  return connection;
}

async function watch(connection: NatsConnection, onState: (connected: boolean) => void): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === "disconnect") onState(false);
    if (type === "reconnect") onState(true);
  }
}
