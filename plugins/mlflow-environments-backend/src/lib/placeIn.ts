/**
 * Where something is in an ordered list: its index, or, when it isn't there, half way between those of its neighbours.
 * `compareTo` says whether an item comes before what is looked for (negative), after it (positive), or is it (0).
 */
export function placeIn<T>(
  ordered: readonly T[],
  compareTo: (item: T) => number,
): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const compared = compareTo(ordered[middle]);
    if (compared === 0) {
      return middle;
    }
    if (compared < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 0.5;
}
