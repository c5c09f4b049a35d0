/** One walk through the log. */
function plan({ modules, calls }: Observed): Plan {
  const asks = new Set<string>(), answers = new Set<string>();
  const seen = new Map<string, Map<number, Set<string>>>(); // pair -> session -> addresses
  const written = new Map<string, string>();
  for (const { client, session, from, server, at, writes } of calls) {
    if (writes !== undefined) written.set(writes, server);
    if (from === at) continue;
    asks.add(client);
    answers.add(server);
    const pair = `${client}>${server}`;
    if (!seen.has(pair)) seen.set(pair, new Map());
    const sessions = seen.get(pair);
    sessions.set(session, (sessions.get(session) ?? new Set()).add(at));
  }
  const made: Plan = { repositories: {}, roles: {}, bindings: {} };
  for (const { name, attributes } of modules) {
    for (const attribute of attributes) made.repositories[attribute] = written.get(attribute) ?? name;
    if (asks.has(name) && answers.has(name)) made.roles[name] = "both";
    else if (asks.has(name)) made.roles[name] = "client";
    else made.roles[name] = answers.has(name) ? "server" : "local";
  }
  for (const [pair, sessions] of seen) {
    const all = new Set([...sessions.values()].flatMap((addresses) => [...addresses]));
    const steady = [...sessions.values()].every(({ size }) => size === 1);
    made.bindings[pair] = all.size === 1 ? "static" : steady ? "semi-static" : "dynamic";
  }
  return made;
}
