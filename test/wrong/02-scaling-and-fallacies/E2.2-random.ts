// loses: neither the order of the nodes matters, nor what was asked before
function owner(key: string, nodes: string[]): string {
  return nodes[Math.floor(Math.random() * nodes.length)];
}
