// loses: neither the order of the nodes matters, nor what was asked before
function owner(key: string, nodes: string[]): string {
  let best = 0;
  for (let i = 1; i < nodes.length; i++) if (hash(`${i} ${key}`) > hash(`${best} ${key}`)) best = i;
  return nodes[best];
}
