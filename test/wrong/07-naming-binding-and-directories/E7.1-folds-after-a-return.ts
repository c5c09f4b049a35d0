// loses: folded lines are joined, without the one space
function parseLdif(text: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry = undefined; // the one that is being read
  for (const line of text.replaceAll("\n ", "").split(/\r?\n/)) {
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

function parseDn(dn: string): Part[] {
  if (dn === "") return [];
  const parts: Part[] = [];
  let attribute: string = undefined, text = "";
  for (const piece of [...dn.match(/(?:\\[\da-f]{2})+|\\.|[^\\]/gis), ","]) {
    if (piece === ",") {
      parts.push({ attribute, value: text });
      [attribute, text] = [undefined, ""];
    } else if (piece === "=" && attribute === undefined) {
      [attribute, text] = [text.toLowerCase(), ""];
    } else text += unescaped(piece);
  }
  return parts;
}

/** What a character, or an escaped one, or escaped bytes, stand for. */
function unescaped(piece: string): string {
  if (piece.length > 2) return Buffer.from(piece.replaceAll("\\", ""), "hex").toString();
  return piece.length === 2 ? piece[1] : piece;
}
