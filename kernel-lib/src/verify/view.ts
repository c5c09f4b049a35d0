// How properties see a state: one View that is refilled for each; what is expensive is computed when it is read.
import type { Envelope, NodeId } from "../node/messages.js";
import type { Components } from "./components.js";
import { freeze } from "./encode.js";
import type { LocalState } from "./local-state.js";
import type { View } from "./options.js";
import type { Reads } from "./reads.js";

export class Shown implements View {
  readonly nodes: Record<NodeId, any> = {};
  outputsRead = false;
  protected readonly ids: readonly NodeId[];
  protected row: Int32Array = new Int32Array(0);
  #states: any[] = [];
  /** Which local states `nodes` shows: from one state to the next most of them stay. */
  readonly #shown: Int32Array;
  #envelopes: Envelope[] = [];

  constructor(readonly components: Components) {
    this.ids = components.localStates.system.ids;
    for (const id of this.ids) this.nodes[id] = undefined;
    this.#shown = new Int32Array(this.ids.length).fill(-1);
    for (const hidden of ["components", "outputsRead", "ids", "row"])
      Object.defineProperty(this, hidden, { enumerable: false });
  }

  get outputs(): Record<NodeId, unknown[]> {
    this.outputsRead = true;
    return Object.fromEntries(this.ids.map((id, i) => [id, [...this.local(i).outputs]]));
  }

  get messages(): Envelope[] {
    const { components } = this;
    return this.ids.flatMap((_, i) =>
      components.inboxes.messages(components.inboxOf[this.row[i]!]!).map((envelope) => this.#envelope(envelope)),
    );
  }

  show(row: Int32Array): void {
    this.row = row;
    const { nodes, ids } = this;
    const { localOf } = this.components;
    const shown = this.#shown;
    for (let i = 0; i < shown.length; i++) {
      const local = localOf[row[i]!]!;
      if (local === shown[i]) continue;
      shown[i] = local;
      nodes[ids[i]!] = this.state(local);
    }
  }

  /** The nodes that have no state. */
  down(): NodeId[] {
    return this.ids.filter((_, i) => this.local(i).status !== "up");
  }

  protected local(node: number): LocalState {
    return this.components.localStates.all[this.components.localOf[this.row[node]!]!]!;
  }

  /** The state of a node as it is shown, or undefined. */
  protected state(local: number): any {
    const known = this.#states[local];
    if (known !== undefined || local in this.#states) return known;
    const one = this.components.localStates.all[local]!;
    this.#states[local] = one.status === "up" ? Object.freeze(this.fieldsOf(one)) : undefined;
    return this.#states[local];
  }

  protected fieldsOf({ fields, disk }: LocalState): object {
    return { ...fields, disk };
  }

  #envelope(number: number): Envelope {
    const { ids } = this.components.localStates.system;
    const { from, to, message } = this.components.envelopes.all[number]!;
    return (this.#envelopes[number] ??= freeze({ from: ids[from]!, to: ids[to]!, message }));
  }
}

/** Notes what is read of it. */
export class Watched extends Shown {
  constructor(
    components: Components,
    readonly reads: Reads,
  ) {
    super(components);
    Object.defineProperty(this, "reads", { enumerable: false });
    for (const [i, id] of this.ids.entries())
      Object.defineProperty(this.nodes, id, {
        enumerable: true,
        get: () => {
          reads.node(i);
          return this.state(components.localOf[this.row[i]!]!);
        },
      });
  }

  override get outputs(): Record<NodeId, unknown[]> {
    this.outputsRead = true;
    const outputs = {};
    for (const [i, id] of this.ids.entries())
      Object.defineProperty(outputs, id, {
        enumerable: true,
        get: () => {
          this.reads.outputs(i);
          return [...this.local(i).outputs];
        },
      });
    return outputs;
  }

  override get messages(): Envelope[] {
    this.reads.inFlight();
    return super.messages;
  }

  override show(row: Int32Array): void {
    this.row = row;
  }

  protected override fieldsOf({ node, fields, disk }: LocalState): object {
    const watched = {};
    for (const [name, value] of Object.entries({ ...fields, disk }))
      Object.defineProperty(watched, name, {
        enumerable: true,
        get: () => {
          this.reads.field(node, name);
          return value;
        },
      });
    return watched;
  }
}
