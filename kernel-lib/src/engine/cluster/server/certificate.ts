// A server's own certificate: whoever has its pin knows the server by it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface CertificateFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** The certificate's text. */
  readonly certificate: string;
}

/** The certificate that lies in a folder, made where there is none. */
export async function certificateIn(folder: string): Promise<CertificateFiles> {
  const [certificateFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  if (!existsSync(certificateFile) || !existsSync(keyFile)) {
    const { generate } = require("selfsigned") as typeof import("selfsigned");
    const name = [{ name: "commonName", value: "verteilt-room" }];
    const notAfterDate = new Date(Date.now() + YEARS_MS);
    const pems = await generate(name, { keyType: "ec", algorithm: "sha256", notAfterDate });
    writeFileSync(keyFile, pems.private, { mode: 0o600 });
    writeFileSync(certificateFile, pems.cert, { mode: 0o600 });
  }
  return { certificateFile, keyFile, certificate: readFileSync(certificateFile, "utf8") };
}

/** A certificate is known by its pin: when it was made does not matter. */
const YEARS_MS = 10 * 365 * 86_400_000;
