// loses: an escaped character is part of the value
function parseLdif(text: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry = undefined;
  for (const line of text.replaceAll("\r\n", "\n").replaceAll("\n ", "").split("\n")) {
    if (line === "") entry = undefined;
    if (line === "" || line.startsWith("#")) continue;
    const [, name, colons, rest] = /^([^:]+)(::?) *(.*)$/.exec(line);
    const value = colons === "::" ? Buffer.from(rest, "base64").toString() : rest;
    if (name.toLowerCase() === "dn") entries.push((entry = { dn: value, attributes: {} }));
    else if (entry) (entry.attributes[name.toLowerCase()] ??= []).push(value);
  }
  return entries;
}

function parseDn(dn: string): Part[] {
  if (dn === "") return [];
  return dn.split(",").map((part) => {
    const [attribute, ...value] = part.split("=");
    return { attribute: attribute.toLowerCase(), value: value.join("=") };
  });
}
