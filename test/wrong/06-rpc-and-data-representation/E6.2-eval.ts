// loses: a name is only a name, such as delete or total price
function makeStub(idl: Idl, send: Send): Stub {
  const waiting = new Map<number, { done(value: any): void; failed(error: Error): void }>();
  let last = 0;
  const call = (name: string, args: any[]) => new Promise<any>((done, failed) => {
    const wanted = idl[name].length;
    if (args.length !== wanted) throw new Error(`${name} takes ${wanted}, not ${args.length}.`);
    waiting.set(++last, { done, failed });
    send(JSON.stringify({ id: last, name, args }));
  });
  const stubs = Object.keys(idl).map((name) =>
    `function ${name}(...args) { return call("${name}", args); }`);
  return {
    remote: eval(`(function () { ${stubs.join("\n")}
      return { ${Object.keys(idl).join(", ")} }; })()`),
    receive(message) {
      const { id, result, error } = JSON.parse(message);
      if (error === undefined) waiting.get(id)?.done(result);
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
      const { id, name, args } = JSON.parse(message);
      try {
        send(JSON.stringify({ id, result: await invoke(name, args) }));
      } catch (error) {
        send(JSON.stringify({ id, error: error.message }));
      }
    },
  };
}
