// No patterns: both texts are read one character, or one line, after the other.
function parseLdif(text: string): Entry[] {
  const logical: string[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line[0] === " " && logical.length > 0) logical[logical.length - 1] += line.slice(1);
    else logical.push(line);
  }
  const entries: Entry[] = [];
  let open = false;
  for (const line of logical) {
    if (line === "") open = false;
    else if (line[0] !== "#") {
      const { name, value } = field(line);
      if (name === "dn") {
        entries.push({ dn: value, attributes: {} });
        open = true;
      } else if (open) {
        const { attributes } = entries[entries.length - 1];
        attributes[name] = [...(attributes[name] ?? []), value];
      }
    }
  }
  return entries;
}

function field(line: string): { name: string; value: string } {
  const colon = line.indexOf(":");
  const coded = line[colon + 1] === ":";
  let begin = colon + (coded ? 2 : 1);
  while (line[begin] === " ") begin++;
  const value = line.slice(begin);
  const name = line.slice(0, colon).toLowerCase();
  return { name, value: coded ? new TextDecoder().decode(Buffer.from(value, "base64")) : value };
}

function parseDn(dn: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < dn.length) {
    const equals = dn.indexOf("=", at);
    const attribute = dn.slice(at, equals).toLowerCase();
    const bytes: number[] = [];
    for (at = equals + 1; at < dn.length && dn[at] !== ","; ) {
      const pair = dn.slice(at + 1, at + 3);
      if (dn[at] !== "\\") {
        const character = String.fromCodePoint(dn.codePointAt(at));
        bytes.push(...Buffer.from(character));
        at += character.length;
      } else if (pair.length === 2 && [...pair].every((digit) => "0123456789abcdefABCDEF".includes(digit))) {
        bytes.push(parseInt(pair, 16));
        at += 3;
      } else {
        const character = String.fromCodePoint(dn.codePointAt(at + 1));
        bytes.push(...Buffer.from(character));
        at += 1 + character.length;
      }
    }
    at++; // the comma
    parts.push({ attribute, value: Buffer.from(bytes).toString() });
  }
  return parts;
}
