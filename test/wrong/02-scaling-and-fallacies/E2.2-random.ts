// loses: the order of the nodes does not matter
function owner(key: string, nodes: string[]): string {
  return nodes[Math.floor(Math.random() * nodes.length)];
}
