// loses: split: two servers write in one epoch, whatever the store says
function faults(wire: Seen[]): string[] {
  const broken = new Set<string>();
  const asked = new Map<number, Seen>();
  const written = new Set<string>(); // "server item"
  let last: Seen;
  let granted = -Infinity;
  for (const seen of wire) {
    const { from, to, id, type } = seen;
    const question = asked.get(id);
    if (["order", "write", "takeOver"].includes(type)) asked.set(id, seen);
    if (type === "granted") granted = Math.max(granted, seen.epoch);
    if (type === "write") {
      if (last?.epoch === seen.epoch && last.from !== from) broken.add("split");
      last = seen;
    }
    if (type === "written") {
      written.add(`${to} ${question.item}`);
      if (question.epoch < granted) broken.add("unfenced");
    }
    if (type === "ordered" && !written.has(`${from} ${question.item}`)) broken.add("early");
  }
  return [...broken].sort();
}
