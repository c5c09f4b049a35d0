// `openClass` and `join`: a class as one live system, with the pictures that a notebook shows of it.

import { checkPoll, type PollOptions } from "../engine/cluster/poll-question.js";
import type { ClassOptions, JoinOptions, Membership } from "../engine/cluster/public-types.js";
import type { LiveRoom } from "../engine/cluster/room.js";
import type { Live } from "../engine/live.js";
import type { Run } from "../engine/run.js";
import { escapeHtml } from "../figure/escape.js";
import type { Bundle } from "../figure/figure.js";
import { screen } from "../figure/screen.js";
import type { SpaceTimeOptions } from "../figure/space-time/selection.js";
import type { HandlersFit } from "../node/checked-handlers.js";
import { liveView } from "./live-view.js";
import { type Poll, showPoll } from "./poll.js";
import "./pictures.js";

/** A class as one live system. In it no code travels: everybody runs their own nodes only. */
export interface Room extends Omit<Live, "add" | "crash" | "restart"> {
  /** By which to join: `join(link, { as: "anna", nodes })`. */
  readonly link: string;
  /** Everyone who has joined. `clock`: how much theirs is ahead, and how wrong that may be, in ms. */
  readonly members: readonly {
    readonly name: string;
    readonly state: "here" | "away" | "left";
    readonly nodes: readonly string[];
    readonly clock?: { readonly offset: number; readonly error: number };
  }[];
  /** Parts members, with all their nodes, or single nodes from each other. */
  partition(...groups: string[][]): Promise<void>;
  /** Sends a laptop out of the room. */
  remove(name: string): Promise<void>;
  /** Asks everyone, in their notebooks and on the page of the link. Draws the answers live. */
  poll(question: string, options?: PollOptions): Promise<Poll>;
  /** Draws what happens, live. */
  liveView(options?: SpaceTimeOptions & { every?: number }): void;
  /** Ends it for all, and returns what happened. */
  stop(): Promise<Run>;
}

/**
 * Opens a room for a class: starts a server on this computer, and shows a link and its QR code to join by.
 * @param name of the class
 * @param options.nodes the lecturer's own
 * @param options.faults of the links between all nodes
 * @throws MisuseError for nodes and faults that no room can have; an Error where the server does not start
 */
export async function openClass(name: string, options: ClassOptions = {}): Promise<Room> {
  // Loaded on first use, as in join: most notebooks open no room.
  const { openRoom } = require("../engine/cluster/room.js") as typeof import("../engine/cluster/room.js");
  const live = await openRoom(name, options);
  const room = Object.assign(live, {
    poll: async (question: string, given: PollOptions = {}) => {
      const choices = checkPoll(question, given);
      return showPoll(await live.openPoll(question, choices));
    },
    liveView: (look: SpaceTimeOptions & { every?: number } = {}) => liveView(live, look),
  });
  const shown = invitation(live);
  const place = screen();
  if (place) place.display(shown);
  else console.log(shown["text/plain"]);
  return Object.defineProperty(room, Symbol.for("Jupyter.display"), { value: () => invitation(live) });
}

/**
 * Joins a class by its link. What is returned is a live system, as `start` returns it, of this laptop's nodes, with the
 * others of the room as their peers.
 * @param options.as the name to join under; it is kept for this laptop while it is away
 * @param options.nodes what runs here: a node of that name, and others such as "anna/cache"
 * @throws MisuseError with a sentence where the link, the name or a node does not fit
 */
export async function join<O extends JoinOptions>(
  link: string,
  options: O & (O extends { nodes: infer Nodes } ? HandlersFit<Nodes> : unknown),
): Promise<Membership> {
  const { joinRoom } = require("../engine/cluster/member.js") as typeof import("../engine/cluster/member.js");
  return joinRoom(link, options);
}

function invitation({ name, link, otherLinks, spoken }: LiveRoom): Bundle {
  const { qrCode } = require("../engine/cluster/qr-code.js") as typeof import("../engine/cluster/qr-code.js");
  const { host } = new URL(link);
  const code = `join("${link}", { as: "your name", nodes: { ... } })`;
  const others =
    otherLinks.length === 0 ? "" : `<p>Other addresses of this computer: ${otherLinks.map(linkHtml).join(", ")}</p>`;
  return {
    "text/html":
      `<div style="display:flex;gap:1.5em;align-items:center;flex-wrap:wrap"><div role="img" aria-label="QR code of the link">${qrCode(link)}</div>` +
      `<div style="flex:1;min-width:16em;overflow-wrap:anywhere"><p style="font-size:1.4em"><b>${escapeHtml(name)}</b></p><p style="font-size:1.2em">${linkHtml(link)}</p>` +
      `<p style="font-size:1.2em">or <b>${escapeHtml(host)}</b> with the code <b>${escapeHtml(spoken)}</b></p>` +
      `<p><code>${escapeHtml(code)}</code></p>${others}</div></div>${buttons()}`,
    "text/plain": [
      `The room "${name}" is open: ${link}`,
      `Or ${host}, with the code ${spoken}`,
      ...otherLinks.map((other) => `Also: ${other}`),
    ].join("\n"),
  };
}

/** Where the course's JupyterLab serves them: who is here, and buttons that part the room and heal it. */
function buttons(): string {
  if (process.env.VERTEILT_ROOM === undefined) return "";
  const address = `${process.env.JUPYTERHUB_SERVICE_PREFIX ?? "/"}verteilt/board`;
  return (
    `<iframe src="${escapeHtml(address)}" title="Who is here, and who is parted from whom" ` +
    `style="width:100%;height:11em;border:0"></iframe>`
  );
}

function linkHtml(link: string): string {
  return `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`;
}
