// loses: what a procedure throws, at once or later, the caller catches, be its message empty
function makeStub(idl: Idl, send: Send): Stub {
  const waiting = new Map<number, { done(value: any): void; failed(error: Error): void }>();
  let last = 0;
  const call = (name: string, args: any[]) => new Promise<any>((done, failed) => {
    const wanted = idl[name].length;
    if (args.length !== wanted) throw new Error(`${name} takes ${wanted}, not ${args.length}.`);
    waiting.set(++last, { done, failed });
    send(JSON.stringify({ id: last, name, args }));
  });
  const names = Object.keys(idl);
  return {
    remote: Object.fromEntries(names.map((name) => [name, (...args: any[]) => call(name, args)])),
    receive(message) {
      const { id, result, error } = parsed(message);
      if (!error) waiting.get(id)?.done(result);
      else waiting.get(id)?.failed(new Error(error));
      waiting.delete(id);
    },
  };
}

function makeSkeleton(idl: Idl, procedures: Procedures, send: Send): Skeleton {
  const invoke = (name: string, args: any[]) => {
    if (!Object.hasOwn(idl, name)) throw new Error(`There is no procedure ${name}.`);
    const wanted = idl[name].length;
    if (args.length !== wanted) throw new Error(`${name} takes ${wanted}, not ${args.length}.`);
    return procedures[name](...args);
  };
  return {
    async receive(message) {
      const { id, name, args } = parsed(message);
      if (typeof id !== "number" || typeof name !== "string" || !Array.isArray(args)) return;
      try {
        send(JSON.stringify({ id, result: await invoke(name, args) }));
      } catch (error) {
        send(JSON.stringify({ id, error: error.message }));
      }
    },
  };
}

/** What the text says; nothing, if it says nothing that JSON knows. */
function parsed(message: string): any {
  try {
    return JSON.parse(message) ?? {};
  } catch {
    return {};
  }
}
