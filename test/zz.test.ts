import { readFileSync } from "node:fs";
import { test } from "vitest";
import { Marker } from "./support/marking.js";
test("zz", async () => {
  const m = new Marker();
  for (const f of process.env.ZZ!.split(",")) {
    const t = Date.now();
    const r = await m.mark(readFileSync(f, "utf8"));
    console.log(f, r.points, r.seconds, Date.now() - t, r.reports.map((h) => h.replace(/<svg.*?<\/svg>/gs, "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").slice(0, 600)).join("\n"));
  }
  m.close();
}, 600000);
