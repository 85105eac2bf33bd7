/** Longest time for which work goes on without a break: requests must be answered meanwhile. Milliseconds. */
export const SLICE_MS = 8;

let sliceEnds = 0;
let pause: Promise<void> | undefined;

/**
 * To be awaited between pieces of long work: gives others their turn when the process has worked for a slice, and nothing to
 * wait for before. All who ask share one slice, because a dozen of them with a slice each would keep everybody else waiting
 * a dozen times as long.
 */
export function breathe(): Promise<void> | undefined {
  if (!pause && performance.now() < sliceEnds) {
    return undefined;
  }
  pause ??= new Promise(resolve => {
    setImmediate(() => {
      pause = undefined;
      sliceEnds = performance.now() + SLICE_MS;
      resolve();
    });
  });
  return pause;
}

/** Calls a function with each item, pausing for others every now and then. */
export async function eachInSlices<T>(
  items: Iterable<T>,
  act: (item: T) => void,
): Promise<void> {
  for (const item of items) {
    await breathe();
    act(item);
  }
}
