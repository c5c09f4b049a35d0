import { namesWidth, textWidth } from "kernel-lib/dist/src/figure/text.js";
import * as theme from "kernel-lib/dist/src/figure/theme.js";
import { expect, test } from "vitest";

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter! + 0.05) / (darker! + 0.05);
}

const grounds = ["#ffffff", "#111111"];

test("every line and mark has a contrast of 3:1 on white and on JupyterLab's dark ground", () => {
  const colors = [theme.LINE, theme.OWN, theme.FAILURE, theme.RECOVERY, theme.OTHER_TYPES.color];
  for (const color of [...colors, ...theme.TYPES.map((type) => type.color)]) {
    for (const ground of grounds) expect([color, ground, contrast(color, ground) >= 3]).toEqual([color, ground, true]);
  }
});

test("text takes the page's own colour, and elsewhere one that is as good as a single colour can be on both grounds", () => {
  expect(theme.ink("a < b")).toBe('<span style="fill:var(--jp-content-font-color1, currentColor)">a &lt; b</span>');
  for (const ground of grounds) expect(contrast(theme.TEXT, ground)).toBeGreaterThan(4.3);
});

test("hover labels bring their own ground and are readable on it", () => {
  const { bgcolor, font } = theme.LAYOUT.hoverlabel;
  expect(contrast(bgcolor, font.color)).toBeGreaterThan(7);
});

test("message types differ in the arrow's head as well as in colour", () => {
  expect(new Set(theme.TYPES.map(({ head }) => head)).size).toBe(theme.TYPES.length);
  expect(new Set(theme.TYPES.map(({ color }) => color)).size).toBe(theme.TYPES.length);
});

test("a heading too long for 600 px goes on in smaller lines below", () => {
  const { title, annotations, top, meta } = theme.heading("word ".repeat(40).trim(), ["A remark."]) as any;
  expect(meta).toEqual({ heading: ["word ".repeat(40).trim(), "A remark."] });
  expect(title.text.match(/word/g)).toHaveLength(14);
  expect(annotations[0].text.split("<br>")).toHaveLength(3);
  expect(top).toBe(36 + 3 * 14);
});

test("a heading too long for 600 px is broken where a remark begins or ends", () => {
  const partsOf = (text: string) => {
    const { title, annotations } = theme.heading(text) as any;
    return [title.text, ...annotations.map((one: any) => one.text)].map((markup) => markup.replace(/<[^>]*>/g, ""));
  };
  expect(partsOf('"every addition counts" is violated (2 have added, the counter is 1), 3 nodes, 20 messages')).toEqual(
    ['"every addition counts" is violated (2 have added, the counter is 1),', "3 nodes, 20 messages"],
  );
  expect(
    partsOf('"both have moved" is violated (the schedule ends after 6 events, and it has never held), 4 nodes'),
  ).toEqual(['"both have moved" is violated', "(the schedule ends after 6 events, and it has never held), 4 nodes"]);
  expect(partsOf('"agree" is violated (a and b differ), 3 nodes')).toEqual([
    '"agree" is violated (a and b differ), 3 nodes',
  ]);
});

test("no line of a heading leaves a page of 600 px, though a word be longer than a line and names take room", () => {
  const words = `"agree" is violated (a holds ${JSON.stringify({ log: "MWmw".repeat(60) })}, b does not)`;
  const names = ["a-replica-far-away"];
  const { title, annotations, top } = theme.heading(words, ["W".repeat(200)], namesWidth(names)) as any;
  const plain = (markup: string) => markup.replace(/<[^>]*>/g, "");
  const small: string[] = annotations[0].text.split("<br>").map(plain);
  expect(textWidth(plain(title.text), 13)).toBeLessThanOrEqual(576);
  expect(namesWidth(names)).toBeGreaterThan(110);
  for (const line of small) expect(textWidth(line, 11)).toBeLessThanOrEqual(576 - namesWidth(names));
  expect(`${plain(title.text)} ${small.join("")}`.replaceAll(" ", "")).toBe(
    `${words}${"W".repeat(200)}`.replaceAll(" ", ""),
  );
  expect(top).toBe(36 + 14 * small.length);
});
