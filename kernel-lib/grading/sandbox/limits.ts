// What a process of a student's code may use up. The system itself holds these limits; the judge's patience with a test
// ends earlier.

export const limits = {
  /** Seconds of processor time. */
  seconds: 60,
  /** Bytes of memory that it writes to: objects, and buffers outside of V8's heap. */
  memory: 1_000_000_000,
  /** Processes and threads. Node itself has eleven. */
  processes: 30,
  /** Open files. */
  descriptors: 128,
  /** Bytes of a file, and of all files in /tmp. */
  files: 16_777_216,
  /** Flags of Node. */
  node: ["--no-warnings", "--max-old-space-size=512", "--stack-size=984"],
} as const;
