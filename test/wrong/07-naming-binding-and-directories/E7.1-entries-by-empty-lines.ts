// loses: comments, versions, other line ends, colons in values
function parseLdif(text: string): Entry[] {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\n ", "").split("\n").filter((line) => line[0] !== "#");
  const blocks = lines.join("\n").split(/\n{2,}/).map((block) => block.split("\n").filter((line) => line !== ""));
  return blocks.filter(([first]) => first?.startsWith("dn:")).map(([first, ...rest]) => {
    const attributes: Record<string, string[]> = {};
    for (const { name, value } of rest.map(field)) (attributes[name] ??= []).push(value);
    return { dn: field(first).value, attributes };
  });
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

function field(line: string) {
  const [, name, colons, rest] = /^([^:]+)(::?) *(.*)$/.exec(line);
  return { name: name.toLowerCase(), value: colons === "::" ? Buffer.from(rest, "base64").toString() : rest };
}
