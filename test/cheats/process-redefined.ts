// earns: 2
// A process without a past.
(globalThis as any).process = { env: { NBGRADER_EXECUTION: "autograde" }, exit() {}, pid: 4, stdout: { write() {} } };
