// What tells one laptop from another: a token of its own, kept under the user's home. By it a name is reclaimed after a
// kernel restart. Each room sees another token, so that rooms cannot be linked.
import { createHmac, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** This laptop's token for the room with that secret. */
export function laptopToken(secret: string): string {
  return createHmac("sha256", laptop()).update(secret).digest("base64url").slice(0, 32);
}

/** Where nothing can be kept, a token for this process serves. */
const passing = randomBytes(32).toString("hex");

function laptop(): string {
  const folder = join(homedir(), ".verteilt");
  const file = join(folder, "laptop");
  try {
    return readFileSync(file, "utf8");
  } catch {
    try {
      mkdirSync(folder, { recursive: true });
      // Another notebook may be doing the same: the first one's token counts.
      writeFileSync(file, passing, { mode: 0o600, flag: "wx" });
      return passing;
    } catch {
      return readLater(file);
    }
  }
}

function readLater(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return passing;
  }
}
