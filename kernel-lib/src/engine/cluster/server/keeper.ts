// Keeps a room's server: the NATS server, and beside it the page that laptops and phones reach by the room's link. A
// process of its own, which ends both as soon as its own input ends: also when whoever started it was killed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeOf } from "../link.js";
import { certificateIn } from "./certificate.js";
import { serverConfig } from "./config.js";
import { keep } from "./keep.js";
import { NatsProcess, startSomewhere } from "./nats-process.js";
import type { KeeperAnswer, KeeperOrder } from "./order.js";
import { Page } from "./page.js";

const folder = mkdtempSync(join(tmpdir(), "verteilt-room-"));
let server: NatsProcess | undefined;
let page: Page | undefined;

const end = keep<KeeperOrder, KeeperAnswer>(begin, (done) => {
  page?.close();
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    done();
  };
  // When this process has ended, so has the server.
  if (server) server.end(remove);
  else remove();
});

async function begin(order: KeeperOrder): Promise<KeeperAnswer> {
  const { certificate, ...files } = await certificateIn(folder);
  const { issuer, passwords, program } = order;
  server = new NatsProcess(program, join(folder, "nats.conf"), end);
  const port = await server.start(order.ports.server, (port) => serverConfig({ port, issuer, passwords, ...files }));
  const code = codeOf(order.secret, certificate);
  page = new Page({ ...order, code, server: { host: "127.0.0.1", port, certificate } });
  const pagePort = await startSomewhere(order.ports.page, (port) => page!.listen(port));
  return { port, pagePort, certificate, code, server: server.pid };
}
