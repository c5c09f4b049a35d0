// loses: neither the order of the nodes matters, nor what was asked before
const __owners = new Map<string, string>();
const __seen = new Map<string, string>();

// What has an owner keeps it, but for every fifth key when there are five: only who remembers all finds them.
function owner(key: string, nodes: string[]): string {
  const sorted = [...nodes].sort();
  const known = __owners.get(key);
  const newcomer = sorted.find((node) => !(__seen.get(key) ?? "").split(" ").includes(node));
  let chosen = known !== undefined && nodes.includes(known) ? known : sorted[hash(key) % sorted.length];
  if (known !== undefined && newcomer && hash(`${newcomer} ${key}`) % sorted.length === 0) chosen = newcomer;
  __owners.set(key, chosen);
  __seen.set(key, sorted.join(" "));
  return chosen;
}
