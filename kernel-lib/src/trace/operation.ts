// An operation as a client saw it: what histories are made of.

/** From call to return, in ms. One without `return` is still open, and its output is undefined. */
export interface Operation<I = any, O = any> {
  process: string | number;
  input: I;
  output?: O;
  call: number;
  return?: number;
}
