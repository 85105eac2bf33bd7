/** Several samples of the same thing, in the order they were taken in. */
export interface Spread {
  median: number;
  min: number;
  max: number;
  samples: number[];
}

export function spreadOf(samples: number[]): Spread {
  if (samples.length === 0) {
    throw new Error('There are no samples');
  }
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    min: sorted[0],
    max: sorted[sorted.length - 1],
    samples,
  };
}

/**
 * How many times as much one thing is as another that was measured in turn with it. Each sample is compared with its
 * neighbour, so that what disturbed the machine for a while is in both.
 */
export function ratioOf(one: Spread, other: Spread): number {
  return spreadOf(
    one.samples.map((sample, index) => sample / other.samples[index]),
  ).median;
}

/** @param sorted - ascending, not empty */
export function quantile(sorted: number[], q: number): number {
  const index = (sorted.length - 1) * q;
  const below = Math.floor(index);
  const above = Math.ceil(index);
  return sorted[below] + (sorted[above] - sorted[below]) * (index - below);
}
