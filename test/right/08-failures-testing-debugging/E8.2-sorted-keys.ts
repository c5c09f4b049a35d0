// Writes each value as a text in which keys are sorted, and counts texts.
function vote(replies: Reply[], n: number): { value: unknown } | "no majority" {
  const ballots = new Map<string, { value: unknown; count: number }>();
  const voted = new Set<string>();
  for (const { from, value } of replies) {
    if (voted.has(from)) continue;
    voted.add(from);
    const text = canonical(value);
    const ballot = ballots.get(text) ?? { value, count: 0 };
    ballots.set(text, { ...ballot, count: ballot.count + 1 });
  }
  for (const { value, count } of ballots.values()) if (2 * count > n) return { value };
  return "no majority";
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical((value as any)[key])}`).join()}}`;
}
