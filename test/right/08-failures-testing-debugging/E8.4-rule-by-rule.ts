// Each rule looks through the whole wire on its own.
function faults(wire: Seen[]): string[] {
  const broken: string[] = [];
  if (wire.some((seen, i) => seen.type === "ordered" && isEarly(wire, seen, i))) broken.push("early");
  if (isSplit(wire)) broken.push("split");
  if (wire.some((seen, i) => seen.type === "written" && isUnfenced(wire, seen, i))) broken.push("unfenced");
  return broken;
}

const question = (wire: Seen[], { id }: Seen) => wire.find((seen) => seen.id === id);

function isEarly(wire: Seen[], { id, from }: Seen, at: number): boolean {
  const { item } = wire.find((seen) => seen.id === id);
  return !wire
    .slice(0, at)
    .some((seen) => seen.type === "written" && seen.to === from && question(wire, seen).item === item);
}

function isSplit(wire: Seen[]): boolean {
  const writes = wire.filter(({ type }) => type === "write");
  return writes.some((one) => writes.some((other) => one.epoch === other.epoch && one.from !== other.from));
}

function isUnfenced(wire: Seen[], seen: Seen, at: number): boolean {
  const { epoch } = question(wire, seen);
  return wire.slice(0, at).some((before) => before.type === "granted" && before.epoch > epoch);
}
