// The configuration of a farm's NATS server: a store of its own, and nobody who gets in by a token that the gate has not
// read.
import { PING_MS } from "../../cluster/connection.js";
import { LARGEST } from "../jobs.js";
import { ACCOUNT, GATE, OWNER, WATCHER, watcherPassword } from "../names.js";

export interface FarmServerOptions {
  readonly host: string;
  readonly port: number;
  /** Public key of the gate. */
  readonly issuer: string;
  readonly passwords: { readonly gate: string; readonly owner: string };
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly store: string;
}

export function farmConfig(options: FarmServerOptions): string {
  const { host, port, issuer, passwords, certificateFile, keyFile, store } = options;
  const text = JSON.stringify;
  const user = (name: string, password: string) => `{ user: ${text(name)}, password: ${text(password)} }`;
  return `
host: ${text(host)}
port: ${port}
tls { cert_file: ${text(certificateFile)}, key_file: ${text(keyFile)}, handshake_first: true, timeout: 5 }
ping_interval: "${PING_MS / 1000}s"
ping_max: 2
max_payload: ${LARGEST + 100_000}
max_connections: 2000
jetstream { store_dir: ${text(store)}, max_memory_store: 16MB, max_file_store: 8GB }
system_account: SYS
accounts {
  ${ACCOUNT} { jetstream: enabled, users: [${user(GATE, passwords.gate)}, ${user(OWNER, passwords.owner)}] }
  SYS { users: [${user(WATCHER, watcherPassword(passwords.owner))}] }
}
authorization {
  timeout: 30
  auth_callout { issuer: ${issuer}, account: ${ACCOUNT}, auth_users: [${GATE}, ${OWNER}, ${WATCHER}] }
}
`;
}
