// NATS's identities: an account key, and the JSON web tokens by which the lecturer's side lets members in. They are
// signed by Node's own Ed25519, which takes half the time of the client package's.
import { createPrivateKey, type KeyObject, randomUUID, sign } from "node:crypto";

export interface Signer {
  /** The public key, as the server's configuration names it. */
  readonly account: string;
  /** A signed token with these claims. */
  token(claims: object): string;
}

/** What a member may do once it is in. */
export interface Rights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** What the server asks when somebody connects. */
export interface AuthorizationRequest {
  readonly userKey: string;
  readonly serverId: string;
  /** The connection's number, unique on its server. */
  readonly connection: number;
  readonly user: string;
  readonly password: string;
}

/** @param seed an account's seed as NATS writes it */
export function signerOf(seed: string): Signer {
  const { fromSeed } = require("@nats-io/transport-node").nkeys as typeof import("@nats-io/transport-node").nkeys;
  const account = fromSeed(new TextEncoder().encode(seed)).getPublicKey();
  const key = privateKey(seed);
  return {
    account,
    token(claims) {
      const head = base64url(JSON.stringify({ typ: "JWT", alg: "ed25519-nkey" }));
      const body = base64url(
        JSON.stringify({ jti: randomUUID(), iat: Math.floor(Date.now() / 1000), iss: account, ...claims }),
      );
      return `${head}.${body}.${sign(null, Buffer.from(`${head}.${body}`), key).toString("base64url")}`;
    },
  };
}

/** A new account's seed. */
export function newSeed(): string {
  const { createAccount } = require("@nats-io/transport-node").nkeys as typeof import("@nats-io/transport-node").nkeys;
  return new TextDecoder().decode(createAccount().getSeed());
}

/** Reads the server's question; undefined if it is none. */
export function readRequest(token: string): AuthorizationRequest | undefined {
  try {
    const { nats } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const { user_nkey: userKey, server_id, client_info, connect_opts } = nats;
    return {
      userKey,
      serverId: server_id.id,
      connection: client_info.id,
      user: String(connect_opts.user ?? ""),
      password: String(connect_opts.pass ?? ""),
    };
  } catch {
    return undefined;
  }
}

/** The answer that lets somebody in. */
export function admission(signer: Signer, request: AuthorizationRequest, account: string, rights: Rights): string {
  const { userKey, serverId, user: name } = request;
  const permissions = { pub: { allow: rights.publish }, sub: { allow: rights.subscribe } };
  const user = { type: "user", version: 2, subs: -1, data: -1, payload: -1, ...permissions };
  const jwt = signer.token({ sub: userKey, aud: account, name, nats: user });
  return signer.token({ sub: userKey, aud: serverId, nats: { type: "authorization_response", version: 2, jwt } });
}

/** The answer that keeps somebody out. */
export function refusal(signer: Signer, { userKey, serverId }: AuthorizationRequest, error: string): string {
  return signer.token({ sub: userKey, aud: serverId, nats: { type: "authorization_response", version: 2, error } });
}

/** NATS's seed is base32 of two prefix bytes, 32 bytes of key and a checksum; Node takes the key as PKCS #8. */
function privateKey(seed: string): KeyObject {
  const raw = base32(seed).subarray(2, 34);
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  return createPrivateKey({ key: Buffer.concat([prefix, raw]), format: "der", type: "pkcs8" });
}

function base32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
