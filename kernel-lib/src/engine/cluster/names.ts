// Names in a room: those of members, of their nodes, and the subjects under which NATS carries what they say. The
// server lets a member publish only as itself and read only its own mail: that is decided by these subjects.
import { MisuseError, quote } from "../../node/errors.js";
import type { NodeId } from "../../node/messages.js";
import { OUTSIDE } from "../../trace/trace.js";
import { mixesScripts } from "./look-alike.js";

/** The lecturer's side, which keeps the room. No member can have this name: they begin with a letter or digit. */
export const KEEPER = "_room";
/** The page that phones use, beside the server. */
export const PAGE = "_page";

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,23}$/u;

/** Whether somebody can join under this name. */
export function isName(name: unknown): name is string {
  if (typeof name !== "string" || !NAME.test(name) || name.normalize("NFC") !== name) return false;
  return name !== OUTSIDE && !/\p{Default_Ignorable_Code_Point}/u.test(name) && !mixesScripts(name);
}

/** @throws MisuseError for a name that no member can have */
export function checkName(name: unknown): string {
  const given = typeof name === "string" ? name.normalize("NFC") : name;
  if (isName(given)) return given;
  throw new MisuseError(
    `join: as is ${quote(name)}; a name has 1 to 24 letters, digits, "-" and "_" of one alphabet, and begins with a letter or digit` +
      `${name === OUTSIDE ? `; "${OUTSIDE}" is the line of those who ask` : ""}.`,
  );
}

/** Who runs a node: "anna" runs "anna", "anna/cache" and the line "anna/outside"; all other nodes are the lecturer's. */
export function ownerOf(id: NodeId, isMember: (name: string) => boolean): string {
  const slash = id.indexOf("/");
  const first = slash < 0 ? id : id.slice(0, slash);
  return isMember(first) ? first : KEEPER;
}

/** The line of those who ask from a member's laptop. */
export function outsideOf(member: string): NodeId {
  return `${member}/${OUTSIDE}`;
}

/** Why a member cannot run a node of this name: unless it is its own name, or begins with it and a slash. */
export function nodeRefusal(id: NodeId, member: string): string | undefined {
  if (id === member || (id.startsWith(`${member}/`) && id.length <= 60 && id !== outsideOf(member))) return undefined;
  return (
    `${quote(member)} cannot run a node named ${quote(id)}. In a class a laptop's nodes have its name: ` +
    `${quote(member)}, and for more of them ${quote(`${member}/cache`)}.`
  );
}

/** Where mail from one side to another goes. */
export function subject(to: string, from: string): string {
  return `v.${to}.${from}`;
}

/** The sender named by a subject: NATS has made sure that nobody else published there. */
export function senderOf(mail: string): string {
  return mail.slice(mail.lastIndexOf(".") + 1);
}

/** What a member may do: publish to all as itself, and read what is sent to it. */
export function rightsOf(member: string): { publish: string[]; subscribe: string[] } {
  return { publish: [subject("*", member)], subscribe: [subject(member, "*")] };
}
