// A handler that waits, as a reader sees it. Types only.

export interface HandlerWait {
  /** Where: `Cell In[7], line 3`. */
  readonly place: string;
  /** Its variables that have a value, without functions: what it has read before it waits. */
  readonly locals: Readonly<Record<string, unknown>>;
}
