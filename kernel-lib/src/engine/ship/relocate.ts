// A shipment for another machine, where this library and the packages beside it lie in other folders: what is found in
// them is named by its place there.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import type { ExternalReference } from "./external-reference.js";
import type { Part, Shipment } from "./shipment.js";

const library = dirname(dirname(dirname(__dirname)));
const LIBRARY = "library:";
const PACKAGE = "package:";
const PACKAGES = `${sep}node_modules${sep}`;

/** As any machine reads it. */
export function portable(shipment: Shipment): Shipment {
  return changed(shipment, {
    id: (id) => {
      if (id.startsWith(library + sep)) return LIBRARY + slashed(relative(library, id));
      const at = id.lastIndexOf(PACKAGES);
      return at < 0 ? id : PACKAGE + slashed(id.slice(at + PACKAGES.length));
    },
    folder: () => LIBRARY,
  });
}

/** As this machine reads it. */
export function local(shipment: Shipment): Shipment {
  return changed(shipment, {
    id: (id) => {
      if (id.startsWith(LIBRARY)) return join(library, id.slice(LIBRARY.length));
      return id.startsWith(PACKAGE) ? packaged(id.slice(PACKAGE.length)) : id;
    },
    folder: (folder) => (folder === LIBRARY ? library : folder),
  });
}

interface Change {
  /** Of a module. */
  id(id: string): string;
  /** From which packages are looked for. */
  folder(folder: string): string;
}

function changed(shipment: Shipment, { id, folder }: Change): Shipment {
  const parts = shipment.parts.map((part): Part => {
    if (part.kind !== "external") return part;
    const before = part.reference;
    let reference: ExternalReference = before;
    if ("id" in before) reference = { ...before, id: id(before.id) };
    else if (before.kind === "require") reference = { ...before, folder: folder(before.folder) };
    return { ...part, reference };
  });
  return { ...shipment, parts };
}

/** A file of a package, where this library finds packages. */
function packaged(path: string): string {
  const folders = createRequire(__filename).resolve.paths("x") ?? [];
  const files = folders.map((folder) => join(folder, path));
  return files.find((file) => existsSync(file)) ?? path;
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
