// A farm's secrets: kept in its folder, so that its link is the same when it is opened again.
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newSecret } from "../cluster/link.js";
import { newSeed } from "../cluster/nkey.js";

export interface FarmSecrets {
  /** The workers' token. */
  readonly token: string;
  readonly gate: string;
  readonly owner: string;
  /** Signs what workers may do. */
  readonly seed: string;
  readonly port: number;
}

/** Where a farm listens if that is free. */
const PORT = 4282;

export function secretsIn(folder: string, wanted?: number): FarmSecrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "farm.json");
  try {
    const { token, gate, owner, seed, port } = JSON.parse(readFileSync(file, "utf8"));
    if ([token, gate, owner, seed].every((secret) => typeof secret === "string"))
      return { token, gate, owner, seed, port: wanted ?? port };
  } catch {
    // There is none yet, or it cannot be read: new ones.
  }
  const [gate, owner] = [0, 1].map(() => randomBytes(24).toString("base64url"));
  return { token: newSecret(), gate: gate!, owner: owner!, seed: newSeed(), port: wanted ?? PORT };
}

export function keepSecrets(folder: string, secrets: FarmSecrets): void {
  writeFileSync(join(folder, "farm.json"), `${JSON.stringify(secrets, null, 1)}\n`, { mode: 0o600 });
}
