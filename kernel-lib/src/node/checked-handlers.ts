// Whether handlers are named after the messages they take, asked of the types where a system is given. Types only: a
// student writes nothing for it.
import type { Node, NodeClass, NodeSpec } from "./node.js";

/**
 * A system whose handlers fit their names: `onPing({ n }: Pong)` would never get a pong. Parameters without a type, or
 * whose `type` is any string, fit every name.
 */
export type HandlersFit<Nodes> = { nodes: { [Id in keyof Nodes]: Fit<Nodes[Id]> } };

type Fit<Given> = [Misfit<NodeOf<Given>>] extends [never] ? Given : Misfit<NodeOf<Given>>;

type NodeOf<Given> = Given extends NodeClass<infer T> ? T : Given extends NodeSpec<infer T> ? T : never;

/** A sentence about each handler that does not fit: never where there is none. */
type Misfit<T> = { [Name in Exclude<keyof T, keyof Node> & string]: MisfitOf<Name, T[Name]> }[Exclude<
  keyof T,
  keyof Node
> &
  string];

type MisfitOf<Name extends string, Handler> = Name extends `on${infer Type}`
  ? Handler extends (message: infer M, ...rest: any[]) => any
    ? TypeOf<M> extends infer Known extends string
      ? string extends Known
        ? never
        : Uncapitalize<Type> extends Known
          ? never
          : `${Name} takes a message of type "${Known}": name it on${Capitalize<Known>}`
      : never
    : never
  : never;

/** The literal types that a message may have: string where nothing is known. */
type TypeOf<M> = 0 extends 1 & M ? string : M extends { type: infer Type extends string } ? Type : string;
