import { setTimeout } from 'node:timers/promises';

/** Repeats a check until it passes, for as long as processes may need that hear of each other by looking every few seconds. */
export async function patiently<T>(check: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await setTimeout(100);
    }
  }
}
