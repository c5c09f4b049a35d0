// The link of a room: http://HOST:PORT/CODE. Its code holds a secret, and a pin: the beginning of the hash of the
// server's certificate. What the page beside the server says about the room is believed only as far as the pin reaches.
import { createHash, randomInt, X509Certificate } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { MisuseError, quote } from "../../node/errors.js";

/** Letters and digits that nobody confuses when they are read aloud. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const SECRET = 12;
const PIN = 16;
const CODE = new RegExp(`^[${LETTERS}]{${SECRET}}[${LETTERS}]{${PIN}}$`);
const SPOKEN = new RegExp(`^[${LETTERS}]{6}$`);
/** How long the page beside the server may take to answer. */
const ANSWER_MS = 10_000;

/** How a laptop gets into a room. */
export interface Invitation {
  /** The name of the class. */
  readonly room: string;
  readonly host: string;
  readonly port: number;
  /** The server's certificate, which fits the pin. */
  readonly certificate: string;
  readonly secret: string;
}

export function newSecret(): string {
  return letters(SECRET);
}

/** A code to say aloud; the page resolves it to the link. */
export function newSpokenCode(): string {
  return letters(6);
}

/** The pin of a certificate: 16 letters, 79 bits of its SHA-256. */
export function pinOf(certificate: string): string {
  const hash = createHash("sha256").update(new X509Certificate(certificate).raw).digest();
  let number = BigInt(`0x${hash.toString("hex")}`);
  let pin = "";
  for (let i = 0; i < PIN; i++) {
    pin += LETTERS[Number(number % BigInt(LETTERS.length))];
    number /= BigInt(LETTERS.length);
  }
  return pin;
}

export function codeOf(secret: string, certificate: string): string {
  return `${secret}${pinOf(certificate)}`;
}

/** The secret in a code; undefined if it is no code. */
export function secretOf(code: string): string | undefined {
  return CODE.test(code) ? code.slice(0, SECRET) : undefined;
}

/**
 * Asks the page of a link how to join.
 * @throws MisuseError with a sentence for whoever typed the link
 */
export async function resolveLink(link: string): Promise<Invitation> {
  const url = parse(link);
  const code = url.pathname.slice(1).toLowerCase();
  if (SPOKEN.test(code)) {
    const { link: full } = await ask(new URL(`/spoken/${code}`, url), link);
    return resolveLink(full);
  }
  const secret = secretOf(code);
  if (!secret)
    throw new MisuseError(
      `join(${quote(link)}): the link ends in ${quote(code)}, which is no code. Copy the whole link.`,
    );
  const { room, port, certificate } = await ask(new URL(`/${code}/room.json`, url), link);
  if (typeof certificate !== "string" || !Number.isInteger(port) || !fits(certificate, code.slice(SECRET)))
    throw new MisuseError(
      `join(${quote(link)}): the server there is not the one of this link: its certificate has another hash. ` +
        "Ask the lecturer for the link again; if it is the same, someone on this network answers in the server's place.",
    );
  return { room: String(room), host: url.hostname.replace(/^\[|\]$/g, ""), port, certificate, secret };
}

/** @throws MisuseError if this is no link */
export function parse(link: unknown): URL {
  const given = typeof link === "string" ? link.trim() : "";
  try {
    return new URL(/^[a-z]+:\/\//i.test(given) ? given : `http://${given}`);
  } catch {
    throw new MisuseError(`join(${quote(link)}): that is no link. It looks like "http://192.168.1.5:4280/k7f...".`);
  }
}

function fits(certificate: string, pin: string): boolean {
  try {
    return pinOf(certificate) === pin;
  } catch {
    return false;
  }
}

/** What the page answers, as JSON. Its refusals come with a sentence. */
export async function ask(url: URL, link: string, body?: object): Promise<any> {
  let answer: { status: number; text: string };
  try {
    answer = await fetchText(url, body);
  } catch (error) {
    throw new MisuseError(
      `join(${quote(link)}): nothing answers at ${url.host} (${(error as any).code ?? (error as Error).message}). ` +
        "Is the room still open, and is this laptop in the same network? Some networks keep their laptops apart: " +
        "then the class needs a hotspot, or a server elsewhere.",
    );
  }
  let said: any;
  try {
    said = JSON.parse(answer.text);
  } catch {
    said = undefined;
  }
  if (answer.status === 200 && said) return said;
  throw new MisuseError(`join(${quote(link)}): ${said?.sorry ?? "what answers there is no room of Verteilt."}`);
}

function fetchText(url: URL, body?: object): Promise<{ status: number; text: string }> {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    const options = { method: body ? "POST" : "GET", headers: body ? { "content-type": "application/json" } : {} };
    const asked = request(url, { ...options, timeout: ANSWER_MS, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
        if (text.length > 100_000) response.destroy(new Error("too long an answer"));
      });
      response.on("error", fail);
      response.on("end", () => done({ status: response.statusCode ?? 0, text }));
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)));
    asked.on("error", fail);
    asked.end(body && JSON.stringify(body));
  });
}

function letters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
