// The configuration of a room's NATS server. It lets nobody in by itself: whoever connects is let in, or not, by the
// lecturer's side, which signs what they may do.

import { PING_MS } from "../connection.js";
import { KEEPER, PAGE } from "../names.js";

export const CLASS_ACCOUNT = "CLASS";
export const SYSTEM_USER = "_system";

/** Of one connection: all need a few, and with many the server would send everything as often. */
const MOST_SUBSCRIPTIONS = 16;

export interface ServerOptions {
  readonly port: number;
  /** Public key of the one who signs. */
  readonly issuer: string;
  readonly passwords: { readonly keeper: string; readonly page: string; readonly system: string };
  readonly certificateFile: string;
  readonly keyFile: string;
}

export function serverConfig({ port, issuer, passwords, certificateFile, keyFile }: ServerOptions): string {
  const text = JSON.stringify;
  const user = (name: string, password: string, rest = "") =>
    `{ user: ${text(name)}, password: ${text(password)}${rest} }`;
  const pageRights = `, permissions: { publish: ["v.${KEEPER}.${PAGE}"], subscribe: ["v.${PAGE}.${KEEPER}"] }`;
  return `
host: "0.0.0.0"
port: ${port}
tls { cert_file: ${text(certificateFile)}, key_file: ${text(keyFile)}, handshake_first: true, timeout: 10 }
ping_interval: "${PING_MS / 1000}s"
ping_max: 2
max_payload: 1048576
max_connections: 2000
max_subscriptions: ${MOST_SUBSCRIPTIONS}
write_deadline: "5s"
system_account: SYS
accounts {
  ${CLASS_ACCOUNT} { users: [${user(KEEPER, passwords.keeper)}, ${user(PAGE, passwords.page, pageRights)}] }
  SYS { users: [${user(SYSTEM_USER, passwords.system)}] }
}
authorization {
  timeout: 30
  auth_callout { issuer: ${issuer}, account: ${CLASS_ACCOUNT}, auth_users: [${KEEPER}, ${PAGE}, ${SYSTEM_USER}] }
}
`;
}
