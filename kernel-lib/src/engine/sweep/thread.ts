// A thread that does experiments of a sweep.
import { parentPort, workerData } from "node:worker_threads";
import { experimenter } from "./experimenter.js";

const answer = experimenter(workerData);

parentPort!.on("message", async (index: number) => parentPort!.postMessage(await answer(index)));
