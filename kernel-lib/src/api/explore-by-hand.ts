// `exploreByHand`: the explorer driven by a reader, in a notebook by buttons and keys, anywhere by its methods.
import { nextTurn } from "../engine/event-loop.js";
import { rememberSystem } from "../engine/prepared-system.js";
import { prepare, type System } from "../engine/system.js";
import type { Bundle } from "../figure/figure.js";
import { type Choosing, choosing } from "../figure/steps/choosing.js";
import { CHOOSER, PARTS } from "../figure/steps/front.js";
import { still } from "../figure/steps/steps-page.js";
import { type Widget, widget } from "../figure/widget.js";
import type { HandlersFit } from "../node/checked-handlers.js";
import { ByHand } from "../verify/by-hand.js";
import type { Moment } from "../verify/moment.js";
import type { ExploreOptions } from "../verify/options.js";
import { evaluate } from "./explore.js";

/** An exploration by hand. Every method resolves to the moment it has then reached. */
export interface HandExploration {
  now(): Promise<Moment>;
  /**
   * Lets one of the moment's choices happen, by its number in the list or by its words.
   * @throws MisuseError that names the choices if there is no such one
   */
  choose(choice: number | string): Promise<Moment>;
  /** One step back, or this many; not beyond the start. */
  back(steps?: number): Promise<Moment>;
  /** To a moment that was reached before, by its number. */
  goTo(moment: number): Promise<Moment>;
}

interface Command {
  choose?: number;
  goTo?: number;
  /** The moment that the reader saw. */
  from: number;
}

/**
 * Explores a system by hand: choose which message arrives or is lost, which timer is due, which node crashes or
 * restarts; go back, and choose otherwise. Every state is checked, and a broken property is named. As a cell's last
 * expression it can be used with mouse and keys: arrows up and down move between choices, Enter or a digit chooses,
 * arrow left goes back, Home to the start. Without a kernel it shows where it stood.
 *
 * The steps are those of `explore`, and so are the options that say what may happen and what should hold; with `from`
 * it begins where a trace ends. Limits, searches and reductions play no part. Where `onStart` asks `random()`, it gets
 * the first choice.
 * @throws MisuseError on a system no node could live in, and on options that cannot be followed
 */
export function exploreByHand<S extends System>(
  system: S & HandlersFit<S["nodes"]>,
  options: ExploreOptions = {},
): HandExploration {
  const prepared = prepare(system);
  const byHand = new ByHand(evaluate(prepared, true), options, nextTurn);
  return new Shown(byHand, ({ trace }) => rememberSystem(trace, prepared));
}

class Shown implements HandExploration {
  /** By number. */
  readonly #known: Moment[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #widget: Widget<{ view: Choosing; command: Command | null }> | undefined;
  readonly #byHand: ByHand;
  readonly #reached: (moment: Moment) => void;

  constructor(byHand: ByHand, reached: (moment: Moment) => void) {
    this.#byHand = byHand;
    this.#reached = reached;
  }

  now(): Promise<Moment> {
    return this.#go((byHand) => byHand.now());
  }

  choose(choice: number | string): Promise<Moment> {
    return this.#go((byHand) => byHand.choose(choice));
  }

  back(steps = 1): Promise<Moment> {
    return this.#go((byHand) => byHand.back(steps));
  }

  goTo(moment: number): Promise<Moment> {
    return this.#go((byHand) => byHand.goTo(moment));
  }

  async [Symbol.for("Jupyter.display")](): Promise<Bundle> {
    const view = this.#view(await this.now());
    this.#widget ??= this.#show(view);
    return (this.#widget as any)[Symbol.for("Jupyter.display")]();
  }

  #show(view: Choosing) {
    const shown = widget<{ view: Choosing; command: Command | null }>({
      esm: `${PARTS}${CHOOSER}\nexport default { render: ({ model, el }) => {
        const host = document.createElement("div");
        el.append(host);
        return chooseNext(host, model);
      } };`,
      state: { view, command: null },
      text: ({ view }) => view.text,
      html: ({ view }) => still(view.svg, view.text),
    });
    shown.onChange(({ command }) => {
      if (command) void this.#obey(command);
    });
    return shown;
  }

  /** Does what a reader asks for, unless that was meant for another moment. */
  async #obey({ choose, goTo, from }: Command): Promise<void> {
    try {
      await this.#go(async (byHand) => {
        const now = await byHand.now();
        if (now.number !== from) return now;
        if (goTo !== undefined) return byHand.goTo(goTo);
        return choose === undefined ? now : byHand.choose(choose);
      }, true);
    } catch (error) {
      const { view } = this.#widget!.state;
      this.#widget!.set({
        view: { ...view, say: error instanceof Error ? error.message : String(error), alarm: true },
      });
    }
  }

  /** One after the other. Readers are shown where it stands if that is new, or if they wait for an answer. */
  #go(act: (byHand: ByHand) => Promise<Moment>, answers = false): Promise<Moment> {
    const done = this.#turn.then(async () => {
      const moment = await act(this.#byHand);
      this.#known[moment.number] = moment;
      this.#reached(moment);
      if (answers || this.#widget?.state.view.number !== moment.number) this.#widget?.set({ view: this.#view(moment) });
      return moment;
    });
    this.#turn = done.catch(() => {});
    return done;
  }

  #view(moment: Moment): Choosing {
    return choosing(moment, {
      nodes: (number) => this.#known[number]?.nodes,
      broken: (number) => this.#known[number]?.broken,
    });
  }
}
