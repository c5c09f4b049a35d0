/** The parts of a message; none, if it is no list. */
function __list(message: string): any[] {
  try {
    const list = JSON.parse(message);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function makeStub(idl: Idl, send: Send): Stub {
  const calls: ((answer: ["ok" | "failed", any]) => void)[] = []; // by number
  const remote: Stub["remote"] = {};
  for (const [name, parameters] of Object.entries(idl))
    remote[name] = async (...args) => {
      if (args.length !== parameters.length)
        throw new TypeError(`${name}(${parameters.join(", ")}) was given ${args.length}`);
      const [kind, value] = await new Promise<["ok" | "failed", any]>((answered) => {
        send(JSON.stringify([calls.push(answered) - 1, name, ...args]));
      });
      if (kind === "failed") throw new Error(value);
      return value;
    };
  const receive = (message: string) => {
    const [number, kind, value] = __list(message);
    calls[number]?.([kind, value]);
    delete calls[number];
  };
  return { remote, receive };
}

function makeSkeleton(idl: Idl, procedures: Procedures, send: Send): Skeleton {
  const known = new Map(Object.entries(idl));
  async function answer(name: string, args: any[]): Promise<["ok" | "failed", any]> {
    if (known.get(name)?.length !== args.length)
      return ["failed", `${name} with ${args.length} arguments is not offered`];
    try {
      return ["ok", await procedures[name](...args)];
    } catch (error) {
      return ["failed", `${error.message}`];
    }
  }
  return {
    async receive(message) {
      const [number, name, ...args] = __list(message);
      if (number !== undefined) send(JSON.stringify([number, ...(await answer(name, args))]));
    },
  };
}
