// earns: 2
// Errors that cannot be thrown.
(globalThis as any).Error = () => ({ name: undefined, message: undefined });
(globalThis as any).Error.captureStackTrace = () => {};
(globalThis as any).TypeError = (globalThis as any).Error;
