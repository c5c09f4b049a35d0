// The buttons of a space-time diagram, pressed in a real browser.
import { join } from "node:path";
import { latency, Node, run, spaceTime } from "kernel-lib";
import { bundleOf } from "kernel-lib/dist/src/figure/figure.js";
import { expect, test } from "vitest";
import { root } from "../../kernel-lib/course/command/paths.mjs";
import { openBrowser } from "../support/chromium.js";

class Server extends Node {
  onPing(_: { type: "ping" }, from: string) {
    this.send(from, { type: "pong" });
  }
}
class Client extends Node {
  override onStart() {
    this.send("server", { type: "ping" });
  }
  onPong() {
    this.setTimer("again", 500);
  }
  override onTimer() {
    this.send("server", { type: "ping" });
  }
}

test("one click shows logical time, and one shows time again", async (context) => {
  const browser = await openBrowser(context);
  const page = await browser.newPage({ viewport: { width: 848, height: 600 } });
  const system = { nodes: { server: Server, client: Client }, faults: [latency(1)] };
  const figure = bundleOf(spaceTime(await run(system, { engine: "simulator", until: 2000 })));
  await page.addScriptTag({ path: join(root, "node_modules/plotly.js-dist-min/plotly.min.js") });
  await page.evaluate(async ({ data, layout, config }: any) => {
    const { document, Plotly } = globalThis as any;
    const place = document.createElement("div");
    document.body.append(place);
    await Plotly.newPlot(place, data, layout, config);
  }, figure["application/vnd.plotly.v1+json"]);
  const title = page.locator(".xtitle");
  /** Labels of messages, from left to right. */
  const labels = async () => {
    const all = page.locator(".textpoint text");
    const boxes = await Promise.all((await all.all()).map((one) => one.boundingBox()));
    const texts = await all.allTextContents();
    return texts.map((text, i) => ({ text, x: boxes[i]!.x })).sort((a, b) => a.x - b.x);
  };
  expect(await title.textContent()).toBe("time (ms)");
  await page.locator(".updatemenu-button", { hasText: "logical time" }).click();
  await expect.poll(() => title.textContent()).toBe("logical time (longest chain of causes)");
  const logical = await labels();
  expect(logical.map(({ text }) => text)).toEqual(["ping", "pong", "ping", "pong", "ping", "pong", "ping", "pong"]);
  for (const [i, { x }] of logical.slice(1).entries()) expect(x - logical[i]!.x).toBeGreaterThan(30);
  await page.locator(".updatemenu-button", { hasText: /^time$/ }).click();
  await expect.poll(() => title.textContent()).toBe("time (ms)");
  await browser.close();
});
