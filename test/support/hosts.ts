// Three local processes that stand for one's own machines, and the server between them.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { type Cluster, cluster } from "kernel-lib";
import { startServer } from "kernel-lib/dist/src/engine/cluster/room-server.js";

export interface Machines {
  readonly engine: Cluster;
  readonly processes: readonly ChildProcess[];
  end(): Promise<void>;
}

export async function startMachines(place: Record<string, string> = {}): Promise<Machines> {
  const server = await startServer("acceptance", { page: 0, server: 0 }, "127.0.0.1");
  const engine = cluster(server.owner, { place });
  // Whoever lets hosts in has to be there first.
  const lobby = (engine as any).lobby();
  const names = ["one", "two", "three"];
  const processes = names.map((name) => fork(resolve("test/support/host.cjs"), [server.links[0]!, name]));
  await Promise.all(processes.map((process) => once(process, "message")));
  await lobby;
  return {
    engine,
    processes,
    async end() {
      await engine.close();
      for (const process of processes) process.kill("SIGKILL");
      await server.end();
    },
  };
}
