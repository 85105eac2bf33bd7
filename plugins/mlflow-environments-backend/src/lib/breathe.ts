/** Longest time for which work goes on without a break: requests must be answered meanwhile. Milliseconds. */
export const SLICE_MS = 8;

let sliceEnds = 0;
let pause: Promise<void> | undefined;

/**
 * Whether the process has worked long enough for others to have their turn: await {@link breath} then. All who ask share
 * one slice, because a dozen of them with a slice each would keep everybody else waiting a dozen times as long.
 */
export function isOutOfBreath(): boolean {
  return pause !== undefined || performance.now() >= sliceEnds;
}

/** Resolves in the next turn of the event loop, in which another slice begins. */
export function breath(): Promise<void> {
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
    if (isOutOfBreath()) {
      await breath();
    }
    act(item);
  }
}
