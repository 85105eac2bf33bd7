import { setTimeout } from 'node:timers/promises';

/** Repeats a check until it passes, for as long as a slow machine may need. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await setTimeout(5);
    }
  }
}
