// Why a worker failed, in words for the author of the code that ran in it.

/** The text of its "error" event; running out of memory, which Node reports by a code, becomes a sentence. */
export function workerError(error: any): Error {
  return isOutOfMemory(error) ? new RangeError("it ran out of memory") : error;
}

/** Whether a worker ended because it ran out of memory. */
export function isOutOfMemory(error: any): boolean {
  return error?.code === "ERR_WORKER_OUT_OF_MEMORY";
}
