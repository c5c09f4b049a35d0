// The page beside a room's server, over plain HTTP: says how to join, lets phones answer polls, resolves the spoken code
// and gives the reasons of refusals. What it knows it has from the lecturer's side, and no name passes through it.
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { NatsConnection } from "@nats-io/transport-node";
import { connectTo, onMail, type Server } from "../connection.js";
import { KEEPER, PAGE, subject } from "../names.js";
import { readBody } from "./body.js";
import { answerPage, codePage, sorryPage } from "./html.js";
import type { KeeperOrder } from "./order.js";
import { limitConnections, RateLimit } from "./rate-limit.js";
import { Voters } from "./voters.js";

/** How long the lecturer's side may take to answer. */
const REPLY_MS = 5000;
const LARGEST_BODY = 2000;
/** Who sends a request byte by byte keeps a connection no longer than this. */
const TIMES = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 8192,
};
const MOST_CONNECTIONS = 5000;
const MOST_OF_ADDRESS = 1500;
const MOST_UNREAD = 64_000;

interface PageOptions extends KeeperOrder {
  readonly code: string;
  readonly server: Server;
}

/** What the page asks the lecturer's side, and what that tells the page. */
export type FromPage =
  | { readonly ask: number; readonly what: "poll" }
  | {
      readonly ask: number;
      readonly what: "answer";
      readonly poll: number;
      readonly voter: string;
      readonly text: string;
    }
  | { readonly ask: number; readonly what: "why"; readonly name: string; readonly fingerprint: string };
export type ToPage = { readonly to?: number; readonly poll?: ShownPoll | null; readonly sorry?: string };

/** A poll as phones show it. */
export interface ShownPoll {
  readonly id: number;
  readonly question: string;
  /** None: answered by words. */
  readonly choices?: readonly string[];
}

export class Page {
  readonly #http: HttpServer;
  readonly #listeners = new Set<ServerResponse>();
  readonly #open = new Map<number, (answer: ToPage) => void>();
  /** Wrong spoken codes of one address, so that nobody can use up the guesses of all. */
  readonly #guesses = new RateLimit(60, 60_000);
  /** And of all: 6 of 31 letters are found by chance within a lecture of 90 minutes once in 16,000 lectures so. */
  readonly #allGuesses = new RateLimit(600, 60_000);
  /** A class may come from one address, where the server is elsewhere. */
  readonly #requests = new RateLimit(3000, 10_000);
  readonly #voters = new Voters();
  #connection: NatsConnection | undefined;
  #poll: ShownPoll | null = null;
  #asked = 0;

  constructor(readonly options: PageOptions) {
    this.#http = createServer(TIMES, (request, response) => {
      this.#serve(request, response).catch(() => sorry(response, 400, "this cannot be read."));
    });
    this.#http.maxConnections = MOST_CONNECTIONS;
    limitConnections(this.#http, MOST_OF_ADDRESS);
  }

  /** Serves the page, and speaks with the lecturer's side. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((done, fail) => this.#http.once("error", fail).listen(port, "0.0.0.0", done));
    const { server, passwords } = this.options;
    this.#connection = await connectTo(server, PAGE, passwords.page, (connected) => {
      if (connected) void this.#refresh();
    });
    onMail(this.#connection, subject(PAGE, KEEPER), (mail) => this.#hear(mail.json<ToPage>()));
    void this.#refresh();
  }

  close(): void {
    this.#http.close();
    this.#http.closeAllConnections();
    void this.#connection?.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = request.socket.remoteAddress ?? "";
    if (!this.#requests.allows(address)) return sorry(response, 429, "too many requests.");
    const { code, room, server, spoken } = this.options;
    const [first = "", second = ""] = new URL(request.url ?? "/", "http://page").pathname.slice(1).split("/");
    if (first === "") return html(response, codePage(room));
    if (first === "spoken") {
      if (!this.#guesses.hasRoom(address) || !this.#allGuesses.hasRoom(""))
        return sorry(response, 429, "too many codes were tried. Wait a minute.");
      if (second !== spoken) {
        this.#guesses.allows(address);
        this.#allGuesses.allows("");
        return sorry(response, 404, `"${second.slice(0, 20)}" is not the code of this room.`);
      }
      return json(response, { link: `http://${request.headers.host}/${code}` });
    }
    if (first !== code)
      return sorry(
        response,
        404,
        "the code of this link is wrong, or the room it led to is closed. Copy the whole link.",
      );
    if (second === "") return html(response, answerPage(room, `http://${request.headers.host}/${code}`));
    if (second === "room.json") return json(response, { room, port: server.port, certificate: server.certificate });
    if (second === "events") return this.#listen(response);
    if (request.method !== "POST") return sorry(response, 404, "there is no such page.");
    const body = await readBody(request, LARGEST_BODY);
    if (second === "why") {
      const { sorry: why } = await this.#ask({
        what: "why",
        name: String(body.name),
        fingerprint: String(body.fingerprint),
      });
      return json(response, { sorry: why });
    }
    if (second !== "answer") return sorry(response, 404, "there is no such page.");
    const { poll, voter, text } = body;
    if (!this.#voters.allows(this.#poll?.id, address, String(voter)))
      return sorry(response, 429, "too many different answers come from your address.");
    const answer = await this.#ask({ what: "answer", poll: Number(poll), voter: String(voter), text: String(text) });
    return answer.sorry === undefined ? json(response, { thanks: true }) : sorry(response, 409, answer.sorry);
  }

  /** A phone that wants to know of polls. */
  #listen(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(event(this.#poll));
    this.#listeners.add(response);
    response.on("close", () => this.#listeners.delete(response));
  }

  async #refresh(): Promise<void> {
    const { poll } = await this.#ask({ what: "poll" });
    if (poll !== undefined) this.#show(poll);
  }

  #hear({ to, ...answer }: ToPage): void {
    if (to === undefined) {
      if (answer.poll !== undefined) this.#show(answer.poll);
      return;
    }
    this.#open.get(to)?.(answer);
    this.#open.delete(to);
  }

  #show(poll: ShownPoll | null): void {
    this.#poll = poll;
    for (const listener of this.#listeners) {
      // Whoever does not read is not waited for.
      if (listener.writableLength > MOST_UNREAD) listener.destroy();
      else listener.write(event(poll));
    }
  }

  #ask(question: { what: string } & Record<string, unknown>): Promise<ToPage> {
    const ask = ++this.#asked;
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.#open.delete(ask);
        done({ sorry: "the lecturer's laptop does not answer. Try again." });
      }, REPLY_MS);
      this.#open.set(ask, (answer) => {
        clearTimeout(timer);
        done(answer);
      });
      this.#connection!.publish(subject(KEEPER, PAGE), JSON.stringify({ ask, ...question }));
    });
  }
}

function event(poll: ShownPoll | null): string {
  return `data: ${JSON.stringify(poll)}\n\n`;
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

function sorry(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) return void response.end();
  if (/text\/html/.test(response.req.headers.accept ?? "")) return html(response, sorryPage(sentence), status);
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify({ sorry: sentence }));
}

function html(response: ServerResponse, { text, policy }: { text: string; policy: string }, status = 200): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(text);
}
