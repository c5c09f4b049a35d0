// loses: comments, versions, other line ends, colons in values
// LDIF as if it were JSON without braces: a line is a name, a colon, and what is left before the next colon.
function parseLdif(text: string): Entry[] {
  const entries: Entry[] = [];
  for (const block of text.replaceAll("\n ", "").split(/\n\n+/)) {
    const attributes: Record<string, string[]> = {};
    for (const line of block.split("\n").filter((it) => it !== "")) {
      const [name, value, coded] = line.split(":");
      const read = value === "" && coded !== undefined ? Buffer.from(coded.trim(), "base64").toString() : value.trim();
      (attributes[name.toLowerCase()] ??= []).push(read);
    }
    const { dn, ...rest } = attributes;
    if (dn) entries.push({ dn: dn[0], attributes: rest });
  }
  return entries;
}

function parseDn(dn: string): Part[] {
  const parts = dn.match(/(?:\\.|[^,\\])+/gs) ?? [];
  return parts.map((part) => {
    const at = part.indexOf("=");
    return { attribute: part.slice(0, at).toLowerCase(), value: plain(part.slice(at + 1)) };
  });
}

function plain(value: string): string {
  return value.replace(/(?:\\[\da-f]{2})+|\\./gis, (piece) =>
    piece.length > 2 ? Buffer.from(piece.replaceAll("\\", ""), "hex").toString() : piece[1]);
}
