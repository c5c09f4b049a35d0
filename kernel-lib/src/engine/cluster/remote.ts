// A door to a room for the lecturer's own pages, beside the notebook that opened it: slides ask the room their questions
// and draw the answers, and buttons part the room and heal it. On this computer only, and for those only who can read a
// file of the lecturer's.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname } from "node:path";
import { checkGroups } from "../../network/partitions.js";
import { MisuseError } from "../../node/errors.js";
import type { PollDesk } from "./poll-desk.js";
import { checkPoll } from "./poll-question.js";
import { readBody } from "./server/body.js";

const LARGEST_BODY = 10_000;

/** Where to answer. */
export interface Place {
  readonly room: string;
  readonly link: string;
  readonly spoken: string;
  /** The link as a picture. */
  readonly qr: string;
}

/** What the lecturer's buttons see and do. */
export interface Steering {
  readonly members: readonly { readonly name: string; readonly state: "here" | "away" | "left" }[];
  /** Who is parted from whom; undefined where nobody is. */
  readonly groups: string[][] | undefined;
  part(groups: string[][] | undefined): Promise<void>;
}

export class Remote {
  readonly #http: HttpServer;
  readonly #token = randomBytes(24).toString("base64url");
  #poll: number | undefined;

  /** @param file where it says how it can be reached */
  constructor(
    readonly file: string,
    readonly place: Place,
    readonly polls: PollDesk,
    readonly steering: Steering,
  ) {
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((error: Error) =>
        answer(response, 400, { sorry: error instanceof MisuseError ? error.message : "this cannot be read." }),
      );
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((done, fail) => this.#http.once("error", fail).listen(0, "127.0.0.1", done));
    const { port } = this.#http.address() as { port: number };
    mkdirSync(dirname(this.file), { recursive: true });
    // Whole or not at all, and nobody else's to read, whatever lay there before.
    const beside = `${this.file}.${process.pid}.new`;
    writeFileSync(beside, JSON.stringify({ port, token: this.#token }), { mode: 0o600 });
    renameSync(beside, this.file);
  }

  close(): void {
    this.#http.close();
    this.#http.closeAllConnections();
    try {
      // A room that was opened later has written its own.
      if (JSON.parse(readFileSync(this.file, "utf8")).token === this.#token) rmSync(this.file);
    } catch {
      // There is none any more.
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#isAllowed(request.headers.authorization)) return answer(response, 403, { sorry: "not allowed." });
    if (request.method === "POST") {
      const { question, choices } = (await readBody(request, LARGEST_BODY)) as any;
      this.#poll = this.polls.open(question, checkPoll(question, { choices }));
    } else if (request.method === "PUT") {
      const { groups } = (await readBody(request, LARGEST_BODY)) as any;
      await this.steering.part(groups === null ? undefined : this.#checked(groups));
    } else if (request.method === "DELETE" && this.#poll !== undefined) this.polls.close(this.#poll);
    else if (request.method !== "GET") return answer(response, 405, { sorry: "there is no such request." });
    const { shown } = this.polls;
    const poll = shown && { ...shown, answers: this.polls.answers.map((one) => one.answer) };
    const { members, groups = null } = this.steering;
    const present = members.filter(({ state }) => state !== "left").map(({ name, state }) => ({ name, state }));
    answer(response, 200, { ...this.place, poll, members: present, groups });
  }

  #checked(groups: unknown): string[][] {
    const names = new Set(this.steering.members.map(({ name }) => name));
    const fits =
      Array.isArray(groups) && groups.every((group) => Array.isArray(group) && group.every((one) => names.has(one)));
    if (!fits) throw new MisuseError("there is nobody of such a name in the room.");
    checkGroups(groups);
    return groups;
  }

  #isAllowed(header = ""): boolean {
    const [given, expected] = [Buffer.from(header), Buffer.from(`Bearer ${this.#token}`)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
