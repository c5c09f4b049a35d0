// Opens a farm on this computer: its server, its gate, and its link.
import { resolve } from "node:path";
import { codeOf } from "../cluster/link.js";
import { signerOf } from "../cluster/nkey.js";
import { serverProgram, startKeeping } from "../cluster/server/program.js";
import type { Board } from "./board.js";
import { farmLink, withoutOwner } from "./farm-link.js";
import { Gate } from "./gate.js";
import { keepSecrets, secretsIn } from "./secrets.js";
import type { FarmKept, FarmOrder } from "./server/order.js";

export interface OpenFarm {
  /** Submits jobs: for its owner only. */
  readonly link: string;
  /** Lends a machine. */
  readonly workerLink: string;
  readonly board: Board;
  /** The server's process. */
  readonly process: number;
  end(): Promise<void>;
  /** Resolves when the server has ended by itself. */
  readonly gone: Promise<void>;
}

export interface OpenFarmOptions {
  /** Keeps secrets, certificate and queue. */
  readonly folder: string;
  /** The name or address by which other machines reach this one; without one, only this one can. */
  readonly host?: string;
  readonly port?: number;
  /** After so long without a sign of life, a worker's job is another's (10,000 ms). */
  readonly ackWait?: number;
  readonly onChange?: (board: Board, line?: string, isUsual?: boolean) => void;
}

const LOOPBACK = "127.0.0.1";

export async function openFarm(options: OpenFarmOptions): Promise<OpenFarm> {
  const { host = LOOPBACK, ackWait = 10_000, onChange = () => {} } = options;
  const folder = resolve(options.folder);
  const secrets = secretsIn(folder, options.port);
  const order: FarmOrder = {
    program: serverProgram(),
    folder,
    host: host === LOOPBACK ? LOOPBACK : "0.0.0.0",
    port: secrets.port,
    issuer: signerOf(secrets.seed).account,
    passwords: { gate: secrets.gate, owner: secrets.owner },
  };
  const keeper = require.resolve("./server/keeper.js");
  const kept = await startKeeping<FarmKept>(keeper, order, "The farm's server");
  keepSecrets(folder, { ...secrets, port: kept.port });
  const gate = new Gate(secrets, { ackWait, onChange });
  try {
    await gate.open({ host: LOOPBACK, port: kept.port, certificate: kept.certificate });
  } catch (error) {
    await kept.end();
    throw error;
  }
  const link = farmLink(host, kept.port, codeOf(secrets.token, kept.certificate), secrets.owner);
  return {
    link,
    workerLink: withoutOwner(link),
    board: gate.board,
    process: kept.server,
    gone: kept.gone,
    async end() {
      await gate.close();
      await kept.end();
    },
  };
}
