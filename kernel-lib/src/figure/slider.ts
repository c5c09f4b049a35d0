// A slider: a number that a reader sets and a cell reads.
import { type Widget, widget } from "./widget.js";

export interface SliderOptions {
  /** What the number is, shown before the slider. Default: "value". */
  label?: string;
  /** Default 0. */
  min?: number;
  /** Default 100. */
  max?: number;
  /** Default 1. */
  step?: number;
  /** The first value. Default: `min`. */
  value?: number;
}

export interface Slider {
  /** The current value; may be set. */
  value: number;
  /** Calls `listener` with each value that a reader sets. Returns a function that ends this. */
  onChange(listener: (value: number) => void): () => void;
}

type State = Required<SliderOptions> & Record<string, unknown>;

/**
 * A slider from `min` to `max`. As a cell's last expression it is shown; later cells read its `value`.
 * Throws a RangeError if `min <= value <= max` does not hold.
 */
export function slider({ label = "value", min = 0, max = 100, step = 1, value = min }: SliderOptions = {}): Slider {
  if (!(min <= value && value <= max))
    throw new RangeError(`slider({ min: ${min}, max: ${max}, value: ${value} }) expects min <= value <= max`);
  const state: State = { label, min, max, step, value };
  return new Shown(widget({ esm: front, css, state, text: ({ label, value }) => `${label}: ${value}` }));
}

class Shown implements Slider {
  constructor(private readonly widget: Widget<State>) {}

  get value(): number {
    return this.widget.state.value;
  }

  set value(value: number) {
    this.widget.set({ value });
  }

  onChange(listener: (value: number) => void): () => void {
    return this.widget.onChange(({ value }) => listener(value));
  }

  [Symbol.for("Jupyter.display")](): unknown {
    return (this.widget as any)[Symbol.for("Jupyter.display")]();
  }
}

const front = `
  function render({ model, el }) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    const output = document.createElement("output");
    input.type = "range";
    label.className = "kernel-lib-slider";
    // In JupyterLab the arrow keys would move between cells.
    label.addEventListener("keydown", (event) => event.stopPropagation());
    label.append(model.get("label"), input, output);
    for (const name of ["min", "max", "step"]) input[name] = model.get(name);
    const show = () => {
      input.value = model.get("value");
      output.value = model.get("value");
    };
    input.addEventListener("input", () => {
      model.set("value", Number(input.value));
      model.save_changes();
    });
    model.on("change:value", show);
    show();
    el.append(label);
    return () => model.off("change:value", show);
  }
  export default { render };
`;

const css = `
.kernel-lib-slider { display: flex; gap: 0.75em; align-items: center; padding: 0.25em 0.5em; }
.kernel-lib-slider input { flex: 0 1 20em; }
.kernel-lib-slider output { font-variant-numeric: tabular-nums; }
`;
