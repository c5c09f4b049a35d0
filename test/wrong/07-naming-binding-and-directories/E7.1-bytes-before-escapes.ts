// loses: an escaped character is part of the value
function parseLdif(text: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry = undefined; // the one that is being read
  for (const line of text.replaceAll("\r\n", "\n").replaceAll("\n ", "").split("\n")) {
    if (line === "") entry = undefined;
    if (line === "" || line.startsWith("#")) continue;
    const [, name, colons, rest] = /^([^:]+)(::?) *(.*)$/.exec(line);
    const value = colons === "::" ? Buffer.from(rest, "base64").toString() : rest;
    const attribute = name.toLowerCase();
    if (attribute === "dn") entries.push((entry = { dn: value, attributes: {} }));
    else if (entry) (entry.attributes[attribute] ??= []).push(value);
  }
  return entries;
}

/** First all bytes, kept out of the way of commas, then what is escaped otherwise. */
function parseDn(dn: string): Part[] {
  if (dn === "") return [];
  const kept: string[] = [];
  const keep = (text: string) => `\u0000${kept.push(text) - 1}\u0000`;
  const safe = dn
    .replace(/(?:\\[\da-f]{2})+/gi, (bytes) => keep(Buffer.from(bytes.replaceAll("\\", ""), "hex").toString()))
    .replace(/\\(.)/gs, (_, character) => keep(character));
  return safe.split(",").map((part) => {
    const [attribute, ...rest] = part.split("=");
    const value = rest.join("=").replace(/\u0000(\d+)\u0000/g, (_, i) => kept[Number(i)]);
    return { attribute: attribute.toLowerCase(), value };
  });
}
