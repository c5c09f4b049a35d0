// The system under many seeds: the same seed gives the same losses and delays on every machine.
import { duplicate, latency, loss, run } from "kernel-lib";
import { expect, test } from "vitest";
import { chat } from "../src/chat.js";

const texts = ["one", "two", "three"];

for (let seed = 1; seed <= 20; seed++)
  test(`every text is shown once and in order, seed ${seed}`, async () => {
    const faults = [latency({ min: 1, max: 50 }), loss(0.2), duplicate(0.2)];
    const { outputs, errors } = await run({ ...chat(texts), faults, seed }, { engine: "simulator" });
    expect(errors).toEqual([]);
    expect(outputs.server).toEqual(texts);
  });
