// Archives as students make them, and as no one should: nothing of them leaves its folder, and everything is bounded.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { venvBin } from "../../kernel-lib/course/command/paths.mjs";
import { put } from "../../kernel-lib/grading/pipeline/remarks.mjs";
import { unpack } from "../../kernel-lib/grading/pipeline/unpack.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verteilt-unpack-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes an archive with Python's zipfile: `zip` is open, `entry(name)` a ZipInfo of 1 December 2026. */
function archive(name: string, program: string) {
  const lines = [
    "import io, sys, zipfile",
    "def entry(name, **more):",
    "  info = zipfile.ZipInfo(name, (2026, 12, 1, 10, 0, 0))",
    "  for key, value in more.items(): setattr(info, key, value)",
    "  return info",
    "with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as zip:",
    ...program.split("\n").map((line) => `  ${line}`),
  ];
  const file = join(folder, name);
  execFileSync(venvBin("python"), ["-W", "ignore", "-c", lines.join("\n"), file]);
  return { file, name, modified: 0 };
}
const into = () => join(folder, "unpacked");
const names = async (...archives: ReturnType<typeof archive>[]) => {
  const { notebooks, notes } = await unpack(archives, into());
  return { names: notebooks.map(({ name }) => name), notes: notes.map((note) => put(note)) };
};

test("notebooks in folders are taken out, with their times; noise and other files are not", async () => {
  const zip = archive(
    "Abgabe.zip",
    `zip.writestr(entry("Übung/04.ipynb"), "{}")
zip.writestr(entry("Übung/notes.pdf"), "pdf")
zip.writestr(entry("__MACOSX/Übung/._04.ipynb"), "x")
zip.writestr(entry("Übung/.ipynb_checkpoints/04-checkpoint.ipynb"), "old")`,
  );
  const { notebooks, notes } = await unpack([zip], into());
  expect(notebooks).toEqual([
    { file: join(into(), "1"), name: "Abgabe.zip/Übung/04.ipynb", modified: new Date(2026, 11, 1, 10).getTime() },
  ]);
  expect([notes, readFileSync(notebooks[0]!.file, "utf8")]).toEqual([[], "{}"]);
});

test("an archive in an archive is opened, and no deeper", async () => {
  const zip = archive(
    "a.zip",
    `def inside(name, content):
  held = io.BytesIO()
  with zipfile.ZipFile(held, "w") as inner: inner.writestr(name, content)
  return held.getvalue()
zip.writestr("b.zip", inside("x.ipynb", "{}"))
zip.writestr("c.zip", inside("d.zip", inside("y.ipynb", "{}")))`,
  );
  expect(await names(zip)).toEqual({ names: ["a.zip/b.zip/x.ipynb"], notes: ["a.zip/c.zip/d.zip is packed too deep"] });
  expect(readdirSync(into()).length).toBe(1);
});

describe("nothing leaves the folder", () => {
  test.each(["../../evil.ipynb", "/etc/evil.ipynb", "C:\\evil.ipynb", "..\\..\\evil.ipynb"])("%s", async (path) => {
    const zip = archive("a.zip", `zip.writestr(${JSON.stringify(path)}, "{}")`);
    const { notebooks } = await unpack([zip], into());
    expect(notebooks.map(({ file, name }) => [file, name.includes("..")])).toEqual([[join(into(), "1"), false]]);
    expect([existsSync(join(folder, "evil.ipynb")), existsSync("/etc/evil.ipynb")]).toEqual([false, false]);
    expect(readdirSync(folder).filter((name) => name !== "unpacked")).toEqual(["a.zip"]);
  });

  test("links and devices are not made", async () => {
    const zip = archive(
      "a.zip",
      `zip.writestr(entry("link.ipynb", external_attr=0o120777 << 16, create_system=3), "/etc/passwd")
zip.writestr(entry("pipe.ipynb", external_attr=0o010666 << 16, create_system=3), "")
zip.writestr(entry("file.ipynb", external_attr=0o100777 << 16, create_system=3), "{}")`,
    );
    expect(await names(zip)).toEqual({ names: ["a.zip/file.ipynb"], notes: [] });
  });

  test.skipIf(process.platform === "win32")("what is written is for no one else", async () => {
    await names(archive("a.zip", `zip.writestr("x.ipynb", "{}")`));
    expect([statSync(into()).mode & 0o777, statSync(join(into(), "1")).mode & 0o777]).toEqual([0o700, 0o600]);
  });
});

describe("everything is bounded", () => {
  test("a bomb is defused: what it unpacks to is counted, whatever it says", async () => {
    const zip = archive(
      "bomb.zip",
      `with zip.open("x.ipynb", "w", force_zip64=True) as bomb:
  for _ in range(450): bomb.write(bytes(1_000_000))`,
    );
    expect(statSync(zip.file).size).toBeLessThan(500_000);
    expect(await names(zip)).toEqual({ names: [], notes: ["bomb.zip unpacks to more than 400 MB"] });
  }, 120_000);

  test("very many files, and very many notebooks", async () => {
    const files = archive("files.zip", 'for i in range(10_001): zip.writestr(f"{i}.txt", "")');
    expect(await names(files)).toEqual({ names: [], notes: ["files.zip holds more than 10000 files"] });
    const many = archive("many.zip", 'for i in range(21): zip.writestr(f"{i}.ipynb", "{}")');
    const { notebooks, notes } = await unpack([many], into());
    expect([notebooks.length, notes.map((note) => put(note))]).toEqual([20, ["many.zip holds more than 20 notebooks"]]);
  });

  test("what is said about it", async () => {
    const zip = archive(
      "a.zip",
      `for i in range(50): zip.writestr(entry("%02d" % i + "x" * 60_000 + ".zip", compress_type=14), b"no archive")`,
    );
    const { notes } = await unpack([zip], into());
    expect([notes.length, put(notes.at(-1)!)]).toEqual([21, "and 30 more of this kind"]);
    expect(Math.max(...notes.map((note) => put(note).length))).toBeLessThan(300);
  });

  test("what is encrypted, damaged, or no archive is named", async () => {
    const locked = archive("locked.zip", `zip.writestr(entry("x.ipynb", compress_type=8), "{}")`);
    const bytes = readFileSync(locked.file);
    // The bit that says so, in the entry and in the list of entries.
    for (const [sign, at] of [
      ["PK\u0003\u0004", 6],
      ["PK\u0001\u0002", 8],
    ] as const)
      bytes[bytes.indexOf(sign) + at]! |= 1;
    writeFileSync(locked.file, bytes);
    const damaged = archive("damaged.zip", `zip.writestr("x.ipynb", "{}" * 1000)`);
    writeFileSync(damaged.file, readFileSync(damaged.file).subarray(0, 60));
    const text = join(folder, "text.zip");
    writeFileSync(text, "no archive");
    expect(await names(locked, damaged, { file: text, name: "text.zip", modified: 0 })).toEqual({
      names: [],
      notes: [
        "locked.zip/x.ipynb is encrypted",
        "damaged.zip cannot be unpacked: it is damaged, or no zip",
        "text.zip cannot be unpacked: it is damaged, or no zip",
      ],
    });
  });
});

test("a name that is not UTF-8 is read as older programs write it", async () => {
  const zip = archive("a.zip", `zip.writestr("XX.ipynb", "{}")`);
  writeFileSync(
    zip.file,
    Buffer.from(readFileSync(zip.file).toString("latin1").replaceAll("XX", "\xdc\xff"), "latin1"),
  );
  expect(await names(zip)).toEqual({ names: ["a.zip/Üÿ.ipynb"], notes: [] });
});
