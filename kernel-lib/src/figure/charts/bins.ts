// Equal steps of a round width, for histograms and counts over time.

/** Steps from 0 that contain `longest`, about `most` of them: where each starts, and how wide all are. */
export function bins(longest: number, most: number): { starts: number[]; width: number } {
  if (longest <= 0) return { starts: [0], width: 1 };
  const width = roundUp(longest / most);
  return { starts: Array.from({ length: Math.floor(longest / width) + 1 }, (_, i) => i * width), width };
}

/** How many of these values fall into each step. */
export function countIn(
  { starts, width }: { starts: readonly number[]; width: number },
  values: readonly number[],
): number[] {
  const counts = starts.map(() => 0);
  for (const value of values) counts[Math.max(0, Math.min(counts.length - 1, Math.floor(value / width)))]!++;
  return counts;
}

/** The next of 1, 2, 5, 10, 20, ... */
function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= width * (1 - 1e-9))!;
}
