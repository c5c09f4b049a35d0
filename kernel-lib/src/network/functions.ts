// Logarithm and cosine, the same to the last bit everywhere: ECMAScript leaves `Math.log` and `Math.cos` to each
// engine, and a delay that differs in its last bit makes another trace.

/** ln 2 in two parts: multiples of the first by small whole numbers are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** The natural logarithm of a finite number above 0. */
export function logarithm(x: number): number {
  let fraction = x;
  let exponent = 0;
  for (; fraction < Math.SQRT1_2; exponent--) fraction *= 2;
  for (; fraction > Math.SQRT2; exponent++) fraction /= 2;
  // ln(1 + f) = 2 artanh s = 2 s + s (2/3 s² + 2/5 s⁴ + ...), and 2 s = f - s f.
  const f = fraction - 1;
  const s = f / (2 + f);
  const z = s * s;
  const low = z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * tail(z))))));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + low) + exponent * LN2_LOW) - f);
}

function tail(z: number): number {
  return 2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + (z * 2) / 21)));
}

/** The cosine of an angle in turns, from 0 to 1. */
export function cosineOfTurn(turn: number): number {
  const half = turn > 0.5 ? 1 - turn : turn;
  if (half > 0.25) return -cosine(2 * Math.PI * (0.5 - half));
  return cosine(2 * Math.PI * half);
}

/** Of an angle from 0 to a right one: 1 - x²/2! + x⁴/4! - ... */
function cosine(x: number): number {
  const square = x * x;
  let sum = 1;
  for (let n = 24; n > 0; n -= 2) sum = 1 - (sum * square) / (n * (n - 1));
  return sum;
}
