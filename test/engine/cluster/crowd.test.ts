// A lecture hall: a hundred laptops join within seconds.

import { Doorway } from "kernel-lib/dist/src/engine/cluster/doorway.js";
import { resolveLink } from "kernel-lib/dist/src/engine/cluster/link.js";
import { roomMail } from "kernel-lib/dist/src/engine/cluster/mail.js";
import { expect, test } from "vitest";
import { openRoom } from "../../support/class.js";
import { eventually } from "../../support/eventually.js";

const CROWD = 100;

test("a hundred laptops join a room with less than 15 s of processor time, their own included", async () => {
  const room = await openRoom();
  const invitation = await resolveLink(room.link);
  // Processor time, because this machine may be busy with other things too.
  const began = process.cpuUsage();
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
      await doorway.enter(roomMail(invitation, `laptop${i}`, `${i}`.padStart(32, "t")));
      const { reading } = await doorway.measureClock();
      doorway.tell({ say: "here", clock: reading });
      return doorway;
    }),
  );
  await eventually("all are here", () => room.members.filter(({ state }) => state === "here").length === CROWD);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1e6).toBeLessThan(15);
  await Promise.all(all.map((doorway) => doorway.close()));
  await eventually("all are away", () => room.members.every(({ state }) => state === "away"));
});
