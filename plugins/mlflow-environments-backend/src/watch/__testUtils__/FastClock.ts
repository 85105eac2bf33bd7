import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock';

/** Sleeps longer than this are housekeeping, not waited for in tests. */
const LONGEST_SLEPT_MS = 5 * 60_000 - 1;

/** A clock on which waiting takes no time, and that remembers how long was waited. */
export class FastClock implements Clock {
  readonly slept: number[] = [];
  #now = Date.parse('2026-01-01T00:00:00Z');

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (milliseconds > LONGEST_SLEPT_MS) {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }
    this.slept.push(milliseconds);
    this.#now += milliseconds;
    await setImmediate();
    signal.throwIfAborted();
  }
}
