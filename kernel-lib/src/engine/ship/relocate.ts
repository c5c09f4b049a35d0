// A shipment for another machine, where this library lies in another folder: what is found in it is named by its place
// in the library.
import { dirname, join, relative, sep } from "node:path";
import type { ExternalReference } from "./external-reference.js";
import type { Part, Shipment } from "./shipment.js";

const library = dirname(dirname(dirname(__dirname)));
const MARK = "library:";

/** As any machine reads it. */
export function portable(shipment: Shipment): Shipment {
  const toMark = (id: string) =>
    id.startsWith(library + sep) ? `${MARK}${relative(library, id).replaceAll("\\", "/")}` : id;
  return withIds(shipment, toMark);
}

/** As this machine reads it. */
export function local(shipment: Shipment): Shipment {
  return withIds(shipment, (id) => (id.startsWith(MARK) ? join(library, id.slice(MARK.length)) : id));
}

function withIds(shipment: Shipment, change: (id: string) => string): Shipment {
  const parts = shipment.parts.map((part): Part => {
    if (part.kind !== "external" || !("id" in part.reference)) return part;
    const reference: ExternalReference = { ...part.reference, id: change(part.reference.id) };
    return { ...part, reference };
  });
  return { ...shipment, parts };
}
