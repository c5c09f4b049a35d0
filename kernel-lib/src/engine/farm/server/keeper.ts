// Keeps a farm's NATS server: a process of its own, which ends it as soon as its own input ends. What waits in the queue
// stays in the folder.
import { join } from "node:path";
import { certificateIn } from "../../cluster/server/certificate.js";
import { keep } from "../../cluster/server/keep.js";
import { NatsProcess } from "../../cluster/server/nats-process.js";
import { farmConfig } from "./config.js";
import type { FarmKept, FarmOrder } from "./order.js";

let server: NatsProcess | undefined;

const end = keep<FarmOrder, FarmKept>(begin, (done) => {
  if (server) server.end(done);
  else done();
});

async function begin({ program, folder, host, port: wanted, issuer, passwords }: FarmOrder): Promise<FarmKept> {
  const { certificate, ...files } = await certificateIn(folder);
  const store = join(folder, "store");
  server = new NatsProcess(program, join(folder, "nats.conf"), end);
  const port = await server.start(wanted, (port) => farmConfig({ host, port, issuer, passwords, store, ...files }));
  return { port, certificate, server: server.pid };
}
