// JupyterLab as `npm start` serves it, with notebooks of a test's own in `work/`, and the gestures a student makes in
// it.
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { root, work } from "../../kernel-lib/course/command/paths.mjs";
import { kernelMetadata } from "../../kernel-lib/course/notebook/kernel-metadata.mjs";

export interface Lab {
  /** Opens a notebook with these code cells. */
  open(cells: string[]): Promise<NotebookPage>;
  /** Opens a copy of a notebook file. */
  openCopy(file: string): Promise<NotebookPage>;
  close(): Promise<void>;
}

/** How long (ms) JupyterLab and a cell may take on a busy machine. */
const patience = 90_000;

export interface Served {
  /** What the command printed, with the token. */
  url: URL;
  stop(): Promise<void>;
}

/** Starts JupyterLab on a free port, as `npm start` does with these options. */
export async function serveCourse(...options: string[]): Promise<Served> {
  const command = [join(root, "kernel-lib/course/start.mjs"), "--no-browser", "--port", "0", ...options];
  const server = spawn(process.execPath, command);
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  const url = await address(server);
  return {
    url,
    stop() {
      server.kill("SIGTERM");
      return ended;
    },
  };
}

/** Waits until a notebook's kernel is there: JupyterLab drops what is run before. */
export const idleKernel = (page: Page) =>
  page.locator(".jp-StatusBar-TextItem", { hasText: "TypeScript (Verteilt) | Idle" }).waitFor({ state: "attached" });

export async function startLab(browser: Browser): Promise<Lab> {
  const { url, stop } = await serveCourse();
  mkdirSync(work, { recursive: true });
  const folder = mkdtempSync(join(work, "test-browser-"));

  async function show(name: string): Promise<NotebookPage> {
    const page = await (await browser.newContext({ viewport: { width: 1100, height: 900 } })).newPage();
    page.setDefaultTimeout(patience);
    await page.goto(`${url.origin}/doc/tree/${basename(folder)}/${name}?token=${url.searchParams.get("token")}`);
    await idleKernel(page);
    return new NotebookPage(page);
  }

  return {
    open(cells) {
      const name = `cells-${Math.random().toString(36).slice(2)}.ipynb`;
      writeFileSync(join(folder, name), JSON.stringify(notebook(cells)));
      return show(name);
    },
    openCopy(file) {
      copyFileSync(file, join(folder, basename(file)));
      return show(basename(file));
    },
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One notebook on a page of its own. Cells count from 0. */
export class NotebookPage {
  constructor(readonly page: Page) {}

  cell(index: number): Locator {
    return this.page.locator(".jp-Cell").nth(index);
  }

  outputs(index: number): Locator {
    return this.cell(index).locator(".jp-OutputArea-output");
  }

  /** Runs a cell without waiting for its end. */
  async begin(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("Control+Enter");
  }

  /** Runs a cell to its end. */
  async run(index: number): Promise<void> {
    await this.begin(index);
    await this.cell(index)
      .locator(".jp-InputPrompt", { hasText: /\[\d+\]:/ })
      .waitFor();
  }

  async runAll(): Promise<void> {
    await this.page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await this.page.locator('[data-command="runmenu:run-all"]').click();
  }

  /** Types at the end of a cell. */
  async type(index: number, text: string): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("Control+End");
    await this.page.keyboard.type(text, { delay: 20 });
  }

  async interrupt(): Promise<void> {
    await this.page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
  }

  /** Saves the notebook and loads the page anew; the kernel goes on. */
  async reload(): Promise<void> {
    await this.page.locator('[data-command="docmanager:save"]').first().click();
    await this.page.locator(".jp-mod-dirty").waitFor({ state: "detached" });
    await this.page.reload();
    await idleKernel(this.page);
  }

  /** Waits until the kernel has nothing to do. */
  async idle(timeout = patience): Promise<void> {
    await this.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor({ timeout });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** A notebook with these code cells, as JupyterLab saves it. */
export function notebook(cells: string[]): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: kernelMetadata,
    cells: cells.map((source, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  };
}

function address(server: ReturnType<typeof spawn>): Promise<URL> {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk;
      const url = /^ {2}(http:\S+)$/m.exec(text)?.[1];
      if (url && text.includes("To stop it")) resolve(new URL(url));
    };
    server.stdout!.on("data", read);
    server.stderr!.on("data", read);
    server.once("exit", () => reject(new Error(`npm start ended before it printed an address: ${text}`)));
  });
}
