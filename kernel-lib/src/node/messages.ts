// What travels between nodes. Types only.

/** A node's name, unique in its system. */
export type NodeId = string;

/**
 * Plain data with a camelCase `type`: what structured clone keeps, without functions, class instances, cycles or
 * sockets.
 */
export interface Message {
  type: string;
}

/** A message of any type, written down where it is sent: it may have whatever parts its receiver knows. */
export type AnyMessage = Message & { [part: string]: any };

/** A message on its way. */
export interface Envelope {
  from: NodeId;
  to: NodeId;
  message: any;
}
