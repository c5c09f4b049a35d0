// loses: a server that moves while a client runs is bound dynamically, one that moves in between semi-statically
function plan({ modules, calls }: Observed): Plan {
  const remote = calls.filter(({ from, at }) => from !== at);
  const repositories: Plan["repositories"] = {};
  for (const { name, attributes } of modules)
    for (const attribute of attributes)
      repositories[attribute] = calls.find(({ writes }) => writes === attribute)?.server ?? name;
  const role = (module: string): Role => {
    const asks = remote.some(({ client }) => client === module);
    const answers = remote.some(({ server }) => server === module);
    return asks && answers ? "both" : asks ? "client" : answers ? "server" : "local";
  };
  const different = (values: string[]) => new Set(values).size;
  const binding = (own: Call[]): Binding => {
    const sessions = different(own.map(({ session }) => `${session}`));
    if (different(own.map(({ at }) => at)) === 1) return "static";
    return different(own.map(({ session, at }) => `${session} ${at}`)) === sessions ? "semi-static" : "dynamic";
  };
  const pairs = [...new Set(remote.map(({ client, server }) => `${client}>${server}`))];
  return {
    repositories,
    roles: Object.fromEntries(modules.map(({ name }) => [name, role(name)])),
    bindings: Object.fromEntries(pairs.map((pair) =>
      [pair, binding(calls.filter(({ client, server }) => `${client}>${server}` === pair))])),
  };
}
