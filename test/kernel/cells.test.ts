// Cells run, show their value, share names, and may be run again.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cells hold templates
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelClient } from "../support/kernel-client.js";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.shutdown());

/** Runs cells and gives the text of the last one's result, or its error. */
async function last(...cells: string[]): Promise<string | undefined> {
  let shown: string | undefined;
  for (const cell of cells) {
    const { result, error } = await kernel.execute(cell);
    shown = error ? `${error.ename}: ${error.evalue}` : result?.["text/plain"];
  }
  return shown;
}

describe("a result", () => {
  test("is the last expression, as execute_result, between input and reply", async () => {
    const { types, reply, result } = await kernel.execute('console.log("before"); const six: number = 6; six * 7');
    expect(types).toEqual(["execute_input", "stream", "execute_result"]);
    expect(result).toEqual({ "text/plain": "42" });
    expect(reply.content).toMatchObject({ status: "ok", payload: [], user_expressions: {} });
  });

  test("is nothing for undefined and for a declaration, but null, 0 and an empty string are shown", async () => {
    expect(await last("undefined")).toBeUndefined();
    expect(await last("const nothing = 1;")).toBeUndefined();
    expect(await last("null")).toBe("null");
    expect(await last("0")).toBe("0");
    expect(await last('""')).toBe("''");
  });

  test("of an awaited promise is its value", async () => {
    expect(await last("await new Promise(r => setTimeout(() => r({ a: [1] }), 5))")).toBe("{ a: [ 1 ] }");
  });

  test("is shown to a limited depth", async () => {
    expect(await last("({ a: { b: { c: { d: { e: { f: 1 } } } } } })")).toContain("e: [Object]");
    expect(await last("Array.from({ length: 300 }, (_, i) => i)")).toContain("... 200 more items");
    const wide = await last("Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ['key' + i, i]))");
    expect(wide).toMatch(/^\{\n {2}key0: 0,\n[\s\S]*\n… [\d,]+ characters more$/);
    expect(wide!.length).toBeLessThan(51_000);
  });
});

describe("a value that shows itself", () => {
  test('by Symbol.for("Jupyter.display") gives its MIME types, with text beside them', async () => {
    const { result } = await kernel.execute(
      '({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<b>bold</b> <i>x</i>" }) })',
    );
    expect(result).toEqual({ "text/html": "<b>bold</b> <i>x</i>", "text/plain": "bold x" });
  });

  test("by the shape of a Plotly figure is drawn, always with a layout", async () => {
    const figure = (await kernel.execute('({ data: [{ y: [1, 2] }], layout: { title: "T" } })')).result!;
    expect(figure["application/vnd.plotly.v1+json"]).toEqual({ data: [{ y: [1, 2] }], layout: { title: "T" } });
    expect(figure["text/plain"]).toBe('Figure "T", 1 trace');
    const own = await kernel.execute(
      '({ [Symbol.for("Jupyter.display")]: () => ({ "application/vnd.plotly.v1+json": { data: [] } }) })',
    );
    expect(own.result!["application/vnd.plotly.v1+json"]).toEqual({ data: [], layout: {} });
  });

  test("by outerHTML, as Observable Plot's do, is shown as HTML", async () => {
    expect((await kernel.execute('({ outerHTML: "<svg></svg>" })')).result!["text/html"]).toBe("<svg></svg>");
  });

  test("with an error in its display method gives that error", async () => {
    expect(await last('({ [Symbol.for("Jupyter.display")]() { throw new RangeError("cannot") } })')).toBe(
      "RangeError: cannot",
    );
  });

  test("by tslab's display API appears as display_data, and is updated in place", async () => {
    const { published, types } = await kernel.execute(
      'import { display, newDisplay } from "tslab"; display.html("<b>x</b>"); const d = newDisplay(); d.text("1"); d.text("2");',
    );
    expect(types).toEqual(["execute_input", "display_data", "display_data", "update_display_data"]);
    const [html, first, second] = published
      .filter(({ header }) => header.msg_type.includes("display_data"))
      .map((m) => m.content);
    expect(html).toEqual({ data: { "text/html": "<b>x</b>", "text/plain": "x" }, metadata: {}, transient: {} });
    expect(second.transient.display_id).toBe(first.transient.display_id);
    expect(second.data).toEqual({ "text/plain": "2" });
  });

  test("in console.table is an HTML table, and console.clear empties the output", async () => {
    const { published, types } = await kernel.execute("console.table([{ a: 1, b: '<' }, { a: 2 }]); console.clear()");
    expect(types).toEqual(["execute_input", "display_data", "clear_output"]);
    const { data } = published.find(({ header }) => header.msg_type === "display_data")!.content;
    expect(data["text/html"]).toBe(
      "<table><thead><tr><th></th><th>a</th><th>b</th></tr></thead><tbody><tr><th>0</th><td>1</td><td>&#60;</td></tr><tr><th>1</th><td>2</td><td></td></tr></tbody></table>",
    );
    expect(data["text/plain"]).toBe("   a  b\n0  1  <\n1  2");
  });
});

describe("names of earlier cells", () => {
  test("are found in every form of expression", async () => {
    await last(
      "class Server { static made = 0; n = 1; constructor() { Server.made++ } } ; enum Colour { Red, Blue = 'b' } ; interface Shape { side: number }",
      "function twice(x: number) { return 2 * x } ; const three = 3; let four = 4; const list = [1, 2]; const tag = (t: TemplateStringsArray) => t[0];",
    );
    const forms: [string, string][] = [
      ["({ three, twice })", "{ three: 3, twice: [Function: twice] }"],
      ["const held = { Server }; new held.Server().n", "1"],
      ["`${three}` + tag`x`", "'3x'"],
      ["[...list, three]", "[ 1, 2, 3 ]"],
      ["(({ a = three } = {}) => a)()", "3"],
      ["(function ({ b = twice(three) }: any = {}) { return b })()", "6"],
      [
        "class Sub extends Server { m = three; [tag`k`]() { return four } static s = three } ; new Sub().m + Sub.s",
        "6",
      ],
      ["Colour.Blue", "'b'"],
      ["({ side: three } as Shape).side satisfies number", "3"],
      ["typeof Server", "'function'"],
      ["four = 5; four++; four += three; four", "9"],
      ["[four] = [1]; ({ four } = { four: four + 1 }); four", "2"],
      ["({ [tag`key`]: three, get g() { return three } }).g", "3"],
      ["(async () => { for await (const x of list) four += x })().then(() => four)", "Promise { <pending> }"],
      ["await Promise.all(list.map(async (x) => twice(x)))", "[ 2, 4 ]"],
      [
        "switch (three) { case three: four = 7 } ; label: for (const k in { three }) { four = k.length; continue label } four",
        "5",
      ],
      ["(three as any)?.toFixed?.(1) ?? four", "'3.0'"],
      ["(() => { try { throw three } catch (e) { return e } finally { four = 0 } })()", "3"],
      ["new (class { #p = three; get p() { return this.#p } })().p", "3"],
      ["[...(function* () { yield three; yield* list })()]", "[ 3, 1, 2 ]"],
      ["delete (list as any)[0]; 'length' in list && list instanceof Array", "true"],
      ["four = three, four ** 2", "9"],
    ];
    for (const [code, expected] of forms) expect([code, await last(code)]).toEqual([code, expected]);
  });

  test("are the same variable in both cells, and for the functions of either", async () => {
    expect(await last("let shared = 0; function bump() { return ++shared }", "shared = 10; bump()")).toBe("11");
    expect(await last("shared")).toBe("11");
  });

  test("from kernel-lib and from Node are found wherever the notebook is", async () => {
    expect(
      await last('import { Node } from "kernel-lib"; import * as os from "node:os"; typeof Node + typeof os.cpus'),
    ).toBe("'functionfunction'");
    expect(await last('import { Node as N2 } from "kernel-lib"; const wrong: number = N2;')).toContain(
      "is not assignable to type 'number'",
    );
    expect(
      await last("process.cwd() === require('node:fs').realpathSync(process.cwd()) && process.cwd()"),
    ).not.toContain("kernel-lib");
  });
});

describe("a cell may be run again", () => {
  test("with const, class, import and changed types", async () => {
    await last('import { readFileSync } from "node:fs"; const again = 1; class Again { a() { return 1 } }');
    await last('import { readFileSync } from "node:fs"; const again = "text"; class Again { b() { return 2 } }');
    expect(await last("again.length + new Again().b()")).toBe("6");
    expect(await last("let turned = 1", "const turned = 'now fixed'", "turned")).toBe("'now fixed'");
  });

  test("and changes nothing if it does not compile", async () => {
    expect(await last("const kept = 1", 'const kept: number = "no"', "kept")).toBe("1");
  });

  test("and keeps the old value if it fails before the new one exists", async () => {
    expect(await last("const old = 1", 'const old = JSON.parse("{") as number', "old")).toBe("1");
  });

  test("with export before what it declares", async () => {
    expect(
      await last(
        "export const out = 1; export function g() { return out }\nexport { g as h };\nexport type T = number",
        "out + g()",
      ),
    ).toBe("2");
  });
});

test("await works everywhere at top level, including in for await", async () => {
  expect(await last("let seen = 0; for await (const x of [1, 2]) seen += x; seen")).toBe("3");
  expect(await last("if (seen) { seen = await Promise.resolve(9) } [await seen, { a: await 1 }]")).toBe(
    "[ 9, { a: 1 } ]",
  );
});
