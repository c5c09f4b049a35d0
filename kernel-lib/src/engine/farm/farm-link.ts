// The link of a farm: farm://HOST:PORT/CODE lends a machine to it; with # and the owner's secret behind, it submits
// jobs. The code holds the workers' token and the pin of the server's certificate, as the code of a room does.
import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { MisuseError, quote } from "../../node/errors.js";
import type { Server } from "../cluster/connection.js";
import { parse, pinOf, secretOf } from "../cluster/link.js";

export interface FarmAddress {
  readonly server: Server;
  /** Lets workers in. */
  readonly token: string;
  /** Lets the owner in, where the link has it. */
  readonly owner: string | undefined;
}

const SCHEME = "farm:";
const TOKEN = /^[a-z2-9]{12}$/;
const ANSWER_MS = 10_000;

export function farmLink(host: string, port: number, code: string, owner?: string): string {
  const at = host.includes(":") ? `[${host}]` : host;
  return `${SCHEME}//${at}:${port}/${code}${owner === undefined ? "" : `#${owner}`}`;
}

export function isFarmLink(link: unknown): boolean {
  return typeof link === "string" && link.trim().startsWith(SCHEME);
}

/** What workers get: the link without the owner's secret. */
export function withoutOwner(link: string): string {
  return link.split("#")[0]!;
}

/**
 * Finds a farm's server, and makes sure that it is the one of the link.
 * @param asked what was asked with the link, for errors: `npm run worker`
 * @throws MisuseError with a sentence for the one who typed the link
 */
export async function resolveFarmLink(link: string, asked: string): Promise<FarmAddress> {
  const shown = `${asked}: ${quote(typeof link === "string" ? withoutOwner(link) : link)}`;
  if (!isFarmLink(link))
    throw new MisuseError(`${shown} is no farm's link. npm run farm prints one, which begins with ${SCHEME}//.`);
  const url = parse(link);
  const code = url.pathname.slice(1).toLowerCase();
  if (TOKEN.test(code))
    throw new MisuseError(
      `${shown} has a token and no pin, so the server there could be anyone's. Copy the whole link: 28 letters.`,
    );
  const token = secretOf(code);
  if (!token)
    throw new MisuseError(`${shown} ends in ${quote(code)}, which is no token with a pin. Copy the whole link.`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const certificate = await certificateAt(host, Number(url.port), shown);
  if (pinOf(certificate) !== code.slice(token.length))
    throw new MisuseError(
      `${shown}: the server there is not this link's farm: its certificate has another pin. ` +
        "Copy the link again; if it is the same, someone on this network answers in the farm's place.",
    );
  return { server: { host, port: Number(url.port), certificate }, token, owner: url.hash.slice(1) || undefined };
}

/** The certificate that a server shows. Nothing is said to it: whether it is the right one is not known yet. */
function certificateAt(host: string, port: number, shown: string): Promise<string> {
  return new Promise((done, fail) => {
    const refuse = (why: string) =>
      fail(new MisuseError(`${shown}: nothing answers there (${why}). Is the farm still open (npm run farm)?`));
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: ANSWER_MS }, () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      if (raw) done(new X509Certificate(raw).toString());
      else refuse("no certificate");
    });
    socket.on("timeout", () => socket.destroy(new Error("no answer")));
    // Where there are too many connections, the server says so in plain text.
    const words: Record<string, string> = { ERR_SSL_WRONG_VERSION_NUMBER: "no farm, or one with too many connections" };
    socket.on("error", ({ code = "", message }: NodeJS.ErrnoException) => refuse((words[code] ?? code) || message));
  });
}
