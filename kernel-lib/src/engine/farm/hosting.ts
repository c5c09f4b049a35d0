// What a worker does for those who run systems on the farm's machines: for each of them it is a host, for as long as they
// are there.
import type { NatsConnection } from "@nats-io/transport-node";
import type { NodeId } from "../../node/messages.js";
import { onMail } from "../cluster/connection.js";
import { type Enclose, Host } from "../cluster/hosts/host.js";
import { type OpenMail, outgoing } from "../cluster/mail.js";
import type { News } from "./jobs.js";
import * as names from "./names.js";

const LOOK_MS = 1000;
const ANSWER_MS = 5000;
/** So often in a row the server says that nobody is there. */
const ABSENCES = 3;
const GONE = "its program is gone";
const LET_GO = "its program has let this machine go";
const CUT_OFF = "the farm's server cannot be reached";
const LONGEST_WHO = 60;
const MOST_NAMED = 6;

export interface HostingOptions {
  readonly name: string;
  readonly enclose: Enclose;
  /** Tells the farm. */
  readonly tell: (news: News) => void;
  /** What this machine does, for its user. */
  readonly say: (line: string) => void;
}

export class Hosting {
  readonly #hosts = new Map<string, { readonly host: Host; absences: number; isAsked: boolean }>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    readonly connection: NatsConnection,
    readonly options: HostingOptions,
  ) {
    onMail(connection, names.callSubject("*"), (mail) => {
      const { who } = mail.json<{ who?: unknown }>();
      this.#onCall(
        lastPart(mail.subject),
        String(who)
          .slice(0, LONGEST_WHO)
          .replace(/[^\p{L}\p{N}@._-]/gu, "?"),
      );
    });
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    void this.#watch();
  }

  /** One who runs systems needs no machine any more. */
  end(driver: string, why = LET_GO): void {
    const one = this.#hosts.get(driver);
    this.#hosts.delete(driver);
    void one?.host.close(why).catch(() => {});
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const hosts = [...this.#hosts.values()];
    this.#hosts.clear();
    await Promise.all(hosts.map(({ host }) => host.close("this worker was stopped")));
  }

  #onCall(driver: string, who: string): void {
    if (this.#hosts.has(driver)) return;
    const { name, enclose } = this.options;
    const host = new Host({
      name,
      enclose,
      onRun: (say, id, nodes, why) => this.#report(say, `${driver}.${id}`, `${listed(nodes)} for ${who}`, why),
    });
    this.#hosts.set(driver, { host, absences: 0, isAsked: false });
    host.lend(this.#mailOf(driver), Number(this.connection.info?.client_id)).catch(() => this.end(driver, GONE));
  }

  #mailOf(driver: string): OpenMail {
    const { name } = this.options;
    return async (take) => {
      const mail = onMail(this.connection, names.mailSubject(driver, name, "*"), (message) =>
        take(lastPart(message.subject), message.string()),
      );
      return {
        ...outgoing(this.connection, (to) => names.mailSubject(driver, to, name)),
        close: async () => mail.unsubscribe(),
      };
    };
  }

  /** Are they there still? One who computes may answer late; of one who is gone the server says so at once. */
  #look(): void {
    for (const [driver, one] of this.#hosts) {
      if (one.isAsked) continue;
      one.isAsked = true;
      this.connection
        .request(names.aliveSubject(driver), "", { timeout: ANSWER_MS })
        .then(
          () => {
            one.absences = 0;
          },
          (error) => {
            if (error?.isNoResponders?.() === true && ++one.absences >= ABSENCES) this.end(driver, GONE);
          },
        )
        .finally(() => {
          one.isAsked = false;
        });
    }
  }

  /** Where the connection breaks, the driver takes this machine for gone. */
  async #watch(): Promise<void> {
    for await (const { type } of this.connection.status())
      if (type === "disconnect") for (const driver of [...this.#hosts.keys()]) this.end(driver, CUT_OFF);
  }

  #report(say: "takes" | "done" | "failed", id: string, what: string, why?: string): void {
    const lines = { takes: `runs ${what} ...`, done: `${what}: ended`, failed: `${what}: ended, because ${why}` };
    this.options.say(lines[say]);
    const isUnwanted = why === GONE || why === LET_GO;
    this.options.tell({ say: isUnwanted ? "dropped" : say, id, campaign: id.split(".")[0]!, what, attempt: 1, why });
  }
}

/** "nodes a, b", or of many the first ones and how many more. */
function listed(ids: readonly NodeId[]): string {
  const more = ids.length - MOST_NAMED;
  const shown = ids.slice(0, MOST_NAMED).join(", ");
  if (ids.length === 0) return "no node yet";
  return `${ids.length === 1 ? "node" : "nodes"} ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}

function lastPart(subject: string): string {
  return subject.slice(subject.lastIndexOf(".") + 1);
}
