// A widget: state shared by a cell and a front end, drawn there by an ES module after anywidget's front-end module
// (AFM, https://anywidget.dev/en/afm/). Where no front end takes part, in plain Node and on paper, the state is there
// and the text is shown.
import { escapeHtml } from "./escape.js";
import type { Bundle } from "./figure.js";
import { type Comm, type CommData, screen } from "./screen.js";

export interface WidgetOptions<State> {
  /** Source of the ES module whose default export has `render({ model, el })`. */
  esm: string;
  /** Style sheet for it. */
  css?: string;
  /** What both sides see; values are plain data or `Uint8Array`s. */
  state: State;
  /** The state in words: for exports, and where scripts do not run. */
  text(state: Readonly<State>): string;
  /** The same as HTML; default the text as a paragraph. */
  html?(state: Readonly<State>): string;
}

export interface Widget<State> {
  /** The current state, with what a reader has set. */
  readonly state: Readonly<State>;
  /** Changes part of the state, here and in every view. */
  set(part: Partial<State>): void;
  /** Calls `listener` with the state after each change a reader makes. Returns a function that ends this. */
  onChange(listener: (state: Readonly<State>) => void): () => void;
}

const version = "~0.11.0";

/** A widget with its own front-end module. As a cell's last expression it draws itself. */
export function widget<State extends Record<string, unknown>>(options: WidgetOptions<State>): Widget<State> {
  return new SharedState(options);
}

class SharedState<State extends Record<string, unknown>> implements Widget<State> {
  private readonly current: State;
  private readonly listeners = new Set<(state: Readonly<State>) => void>();
  private readonly comm: Comm | undefined;

  constructor(private readonly options: WidgetOptions<State>) {
    this.current = { ...options.state };
    this.comm = screen()?.comm(
      { target: "jupyter.widget", metadata: { version: "2.1.0" }, ...this.message(this.full()) },
      (message) => this.receive(message),
    );
  }

  get state(): Readonly<State> {
    return this.current;
  }

  set(part: Partial<State>): void {
    Object.assign(this.current, part);
    this.send(part);
  }

  onChange(listener: (state: Readonly<State>) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  [Symbol.for("Jupyter.display")](): Bundle {
    const text = this.options.text(this.current);
    const html = this.options.html?.(this.current) ?? `<p>${escapeHtml(text)}</p>`;
    const words = { "text/plain": text, "text/html": html };
    if (!this.comm) return words;
    const view = { model_id: this.comm.id, version_major: 2, version_minor: 0 };
    return { "application/vnd.jupyter.widget-view+json": view, ...words };
  }

  private full(): Record<string, unknown> {
    const { esm, css } = this.options;
    return {
      _model_module: "anywidget",
      _model_name: "AnyModel",
      _model_module_version: version,
      _view_module: "anywidget",
      _view_name: "AnyView",
      _view_module_version: version,
      _view_count: null,
      _dom_classes: [],
      _anywidget_id: "kernel-lib",
      _esm: esm,
      _css: css ?? "",
      ...this.current,
    };
  }

  private send(state: Record<string, unknown>): void {
    const { data, buffers } = this.message(state);
    this.comm?.send({ method: "update", ...data }, buffers);
  }

  /** Binary values travel beside the others. */
  private message(all: Record<string, unknown>): CommData {
    const isBinary = (entry: [string, unknown]): entry is [string, Uint8Array] => entry[1] instanceof Uint8Array;
    const binary = Object.entries(all).filter(isBinary);
    const state = Object.fromEntries(Object.entries(all).filter((entry) => !isBinary(entry)));
    return { data: { state, buffer_paths: binary.map(([key]) => [key]) }, buffers: binary.map(([, bytes]) => bytes) };
  }

  private receive({ data, buffers }: CommData): void {
    // A page that was loaded again asks for what it has missed.
    if (data.method === "request_state") return this.send(this.full());
    if (data.method !== "update") return;
    const paths: string[][] = data.buffer_paths ?? [];
    const binary = Object.fromEntries(paths.map(([key], i) => [key, buffers[i]]));
    const known = Object.entries({ ...data.state, ...binary }).filter(([key]) => key in this.current);
    Object.assign(this.current, Object.fromEntries(known));
    for (const listener of [...this.listeners]) listener(this.current);
  }
}
