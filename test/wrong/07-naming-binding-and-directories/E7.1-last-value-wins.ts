// loses: an attribute that comes again keeps all its values
function parseLdif(text: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry = undefined;
  for (const line of text.replaceAll("\r\n", "\n").replaceAll("\n ", "").split("\n")) {
    if (line === "") entry = undefined;
    if (line === "" || line.startsWith("#")) continue;
    const [, name, colons, rest] = /^([^:]+)(::?) *(.*)$/.exec(line);
    const value = colons === "::" ? Buffer.from(rest, "base64").toString() : rest;
    if (name.toLowerCase() === "dn") entries.push((entry = { dn: value, attributes: {} }));
    else if (entry) entry.attributes[name.toLowerCase()] = [value];
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
