// Values as short text: JSON where possible, readable otherwise, never longer than asked, never failing. Stops
// reading once it is full, so a message of a megabyte costs no more than a small one.

/** `{"n":1}`, cut to `max` characters with an ellipsis. */
export function short(value: unknown, max = 60): string {
  const text = write(value, max + 1, []);
  return cut(text, max);
}

/** Text cut to `max` characters, the last one an ellipsis; never through the middle of a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\uD800-\uDBFF]/.test(text[max - 2] ?? "") ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}

/** What a message carries besides its type: `{"n":1}`, or nothing. */
export function payload(message: unknown, max = 60): string {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return short(message, max);
  const { type: _, ...rest } = message as { type?: unknown };
  return Object.keys(rest).length === 0 ? "" : short(rest, max);
}

/** The type of a message; a value that is not a message is named by its kind. */
export function typeOf(message: unknown): string {
  const type = (message as { type?: unknown } | null | undefined)?.type;
  return typeof type === "string" && type !== "" ? type : "value";
}

function write(value: unknown, room: number, inside: readonly object[]): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, room + 1));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (inside.includes(value)) return "[circular]";
  const path = [...inside, value];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : JSON.stringify(value);
  if (value instanceof Error) return `${value.name}: ${value.message.slice(0, room)}`;
  if (value instanceof Map)
    return `Map${list("{", value, ([key, item], left) => `${write(key, left, path)} => ${write(item, left, path)}`, "}", room)}`;
  if (value instanceof Set) return `Set${list("{", value, (item, left) => write(item, left, path), "}", room)}`;
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return `${value.constructor.name}${list("[", value as Uint8Array, (item) => String(item), "]", room)}`;
  }
  if (Array.isArray(value)) return list("[", value, (item, left) => write(item, left, path), "]", room);
  return list(
    "{",
    Object.entries(value),
    ([key, item], left) => `${JSON.stringify(key)}:${write(item, left, path)}`,
    "}",
    room,
  );
}

function list<T>(
  open: string,
  items: Iterable<T>,
  item: (item: T, room: number) => string,
  close: string,
  room: number,
): string {
  let text = open;
  for (const each of items) {
    if (text.length > room) return text;
    text += (text === open ? "" : ",") + item(each, room - text.length);
  }
  return text + close;
}
