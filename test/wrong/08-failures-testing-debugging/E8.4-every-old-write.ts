// loses: unfenced: written counts, and what was granted before
function faults(wire: Seen[]): string[] {
  const broken = new Set<string>();
  const asked = new Map<number, Seen>();
  const written = new Set<string>();
  const writer = new Map<number, string>();
  let granted = -Infinity;
  for (const seen of wire) {
    const { from, to, id, type } = seen;
    const question = asked.get(id);
    if (["order", "write", "takeOver"].includes(type)) asked.set(id, seen);
    if (type === "granted") granted = Math.max(granted, seen.epoch);
    if (type === "write") {
      if ((writer.get(seen.epoch) ?? from) !== from) broken.add("split");
      writer.set(seen.epoch, from);
      if (seen.epoch < granted) broken.add("unfenced");
    }
    if (type === "written") {
      written.add(`${to} ${question.item}`);
    }
    if (type === "ordered" && !written.has(`${from} ${question.item}`)) broken.add("early");
  }
  return [...broken].sort();
}
