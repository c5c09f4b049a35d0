// Three workers of a farm on this computer that stand for one's own machines: processes of the real command, with the
// real sandbox.
import type { ChildProcess } from "node:child_process";
import { type Cluster, cluster } from "kernel-lib";
import { TestFarm, type WorkerProcess } from "./farm.js";

export interface Machines {
  readonly engine: Cluster;
  readonly farm: TestFarm;
  readonly workers: readonly WorkerProcess[];
  readonly processes: readonly ChildProcess[];
  end(): Promise<void>;
}

export async function startMachines(place: Record<string, string> = {}): Promise<Machines> {
  const farm = await TestFarm.open();
  const workers = await Promise.all(["one", "two", "three"].map((name) => farm.worker(name)));
  const engine = cluster(farm.link, { place });
  return {
    engine,
    farm,
    workers,
    processes: workers.map(({ child }) => child),
    async end() {
      await engine.close();
      await farm.end();
    },
  };
}
