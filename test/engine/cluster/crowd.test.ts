// A lecture hall: a hundred laptops join within seconds.

import { Doorway } from "kernel-lib/dist/src/engine/cluster/doorway.js";
import { resolveLink } from "kernel-lib/dist/src/engine/cluster/link.js";
import { expect, test } from "vitest";
import { openRoom } from "../../support/class.js";
import { eventually } from "../../support/laptop.js";

const CROWD = 100;

test("a hundred laptops join a room in less than 15 s", async () => {
  const room = await openRoom();
  const invitation = await resolveLink(room.link);
  // Their own work is theirs: what a hundred laptops do at once is not to be done by this machine.
  const began = performance.now();
  const all = await Promise.all(
    Array.from({ length: CROWD }, async (_, i) => {
      const doorway: Doorway = new Doorway(`laptop${i}`, {
        owns: () => false,
        onTold: (body: any) => {
          if (body.do === "time") doorway.answered(body.n, body.time);
        },
        onData() {},
        onState() {},
      });
      await doorway.enter(invitation, `${i}`.padStart(32, "t"));
      const { reading } = await doorway.measureClock();
      doorway.tell({ say: "here", clock: reading });
      return doorway;
    }),
  );
  await eventually("all are here", () => room.members.filter(({ state }) => state === "here").length === CROWD);
  expect(performance.now() - began).toBeLessThan(15_000);
  await Promise.all(all.map((doorway) => doorway.close()));
  await eventually("all are away", () => room.members.every(({ state }) => state === "away"));
});
