// loses: with 1,000 keys on four or five nodes, no node is 35 % above or below its share
function owner(key: string, nodes: string[]): string {
  return [...nodes].sort()[0];
}
