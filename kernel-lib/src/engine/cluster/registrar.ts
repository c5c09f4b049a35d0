// Who is in a room: names are claimed by connecting, kept for their laptop while it is away, and free when it has left.
// Knows nothing of NATS: it is told who knocks, and who is connected.
import { createHash, timingSafeEqual } from "node:crypto";
import { shapeOf } from "./look-alike.js";
import { isName, KEEPER, PAGE } from "./names.js";

/** Of a room; and how often somebody may come in, because every time needs numbers for its events. */
const MOST_MEMBERS = 1000;
const MOST_JOINS = 8000;

export type MemberState = "here" | "away" | "left";

export interface Member {
  readonly name: string;
  /** The same for names that look alike. */
  readonly shape: string;
  state: MemberState;
  /** It came in, and ran its nodes. */
  wasHere: boolean;
  /** Only the laptop that has it gets the name again. */
  token: string;
  /** Of its connection on the server, if it has one. */
  connection: number | undefined;
}

/** Members of a room, and those who were sent out of it. */
export class Registrar {
  readonly members = new Map<string, Member>();
  readonly #removed = new Set<string>();
  #joins = 0;

  /**
   * @param secret that the link carries
   * @param taken names that members cannot have, because nodes of the lecturer's have them
   */
  constructor(
    readonly secret: string,
    readonly taken: () => readonly string[],
  ) {}

  /**
   * Somebody knocks.
   * @param password the secret of the link, a dot, and the laptop's own token
   * @returns why they are kept out, or the number of a connection that this one replaces
   */
  admit(name: string, password: string, connection: number): { sorry: string } | { replaces: number | undefined } {
    const [secret = "", token = ""] = password.split(".");
    const sorry = this.refusal(name, secret, token);
    if (sorry !== undefined) return { sorry };
    this.#joins++;
    const member = this.members.get(name);
    const replaces = member?.connection;
    if (member) Object.assign(member, { token, connection, state: member.state === "left" ? "away" : member.state });
    else this.members.set(name, { name, shape: shapeOf(name), token, connection, state: "away", wasHere: false });
    return { replaces };
  }

  /** Why somebody would be kept out: a sentence for them. */
  refusal(name: string, secret: string, token: string): string | undefined {
    if (!same(secret, this.secret)) return "the code of this link is wrong. Copy the whole link.";
    if (!isName(name) || name === KEEPER || name === PAGE) return `"${name}" is no name that this room knows.`;
    if (!/^[\w-]{20,64}$/.test(token)) return "this laptop did not say which one it is.";
    if (this.#removed.has(token))
      return "the lecturer has taken this laptop out of the room. Ask before you try again.";
    const shape = shapeOf(name);
    for (const member of this.members.values())
      if (member.state !== "left" && member.shape === shape && !same(member.token, token))
        return `there is a "${member.name}" in this room already. Join under another name, such as "${member.name}2".`;
    const taken = this.taken().find((id) => shapeOf(id) === shape);
    if (taken !== undefined) return `"${taken}" is a node of the lecturer's. Join under another name.`;
    if (this.#joins >= MOST_JOINS || (!this.members.has(name) && this.members.size >= MOST_MEMBERS))
      return "this room is full. The lecturer can open another one.";
    return undefined;
  }

  /**
   * Why somebody was kept out.
   * @param fingerprint of their token: the page, which is plain HTTP, must not see the token itself
   */
  why(name: string, fingerprint: string): string | undefined {
    const tokens = [...this.#removed, ...[...this.members.values()].map(({ token }) => token)];
    const token = tokens.find((one) => fingerprintOf(one) === fingerprint) ?? "x".repeat(32);
    return this.refusal(name, this.secret, token);
  }

  /** A connection ended. @returns whose it was, if it was still theirs */
  disconnected(connection: number): Member | undefined {
    const member = [...this.members.values()].find((one) => one.connection === connection);
    if (!member) return undefined;
    member.connection = undefined;
    if (member.state === "here") member.state = "away";
    // A name is kept for who was here, not for who only knocked.
    if (!member.wasHere) this.members.delete(member.name);
    return member;
  }

  /** The server has restarted, or this side was cut off from it: nobody is known to be connected. */
  cutOff(): void {
    for (const member of this.members.values()) {
      member.connection = undefined;
      if (member.state === "here") member.state = "away";
    }
  }

  /** A member has said good-bye; its name is free. */
  left(name: string): void {
    const member = this.members.get(name);
    if (member) member.state = "left";
  }

  /** Sends a member's laptop out. @returns its connection */
  remove(name: string): number | undefined {
    const member = this.members.get(name);
    if (!member) return undefined;
    this.#removed.add(member.token);
    member.state = "left";
    return member.connection;
  }
}

/** By which a token is recognized, and from which it cannot be told. */
export function fingerprintOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** Whether two secrets are the same, in a time that says nothing of them. */
export function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
