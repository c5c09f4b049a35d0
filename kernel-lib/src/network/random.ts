// Seeded randomness: the same seed and names give the same numbers on every machine and Node version.

/** Numbers in [0, 1). */
export type Random = () => number;

/**
 * A stream of random numbers of its own for every combination of seed and names.
 * sfc32 by Chris Doty-Humphrey (PractRand), seeded by a 32-bit mix of the names (FNV-1a with a murmur3 finish).
 */
export function randomStream(seed: number, ...names: readonly (string | number)[]): Random {
  const text = names.join("\u0000");
  let a = mix(seed, 0, text);
  let b = mix(seed, 1, text);
  let c = mix(seed, 2, text);
  let d = 1;
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

function mix(seed: number, lane: number, text: string): number {
  let h =
    (0x811c9dc5 ^
      Math.imul(seed, 0x9e3779b1) ^
      Math.imul(Math.floor(seed / 4294967296), 0x85ebca6b) ^
      Math.imul(lane, 0xc2b2ae35)) |
    0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
