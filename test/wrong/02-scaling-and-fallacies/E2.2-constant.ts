// loses: no node has more than 35 % above or below its share
function owner(key: string, nodes: string[]): string {
  return [...nodes].sort()[0];
}
