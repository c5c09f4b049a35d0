// A cell whose types TypeScript checks for many minutes, in little memory and with no limit of its own that would end
// it: a thousand calls, for each of which it compares five thousand members of a union with five thousand others.

const union = (prefix: string) => Array.from({ length: 5000 }, (_, i) => `"${prefix}${i}"`).join("|");

export const endlessCheck = `type Given = ${union("g")};
type Known = ${union("k")};
declare const given: Given;
declare function rest<T>(x: T | Known): void;
const unreached = 1;
${"rest(given);".repeat(1000)}`;
