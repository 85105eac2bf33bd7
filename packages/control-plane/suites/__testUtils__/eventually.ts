import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
const PATIENCE_MS = 90_000;

/**
 * The value of a question that has no answer at first. Throws, with the last thing that stood in the way, when there is
 * none for a long time.
 */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false>,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patienceMs;
  let obstacle: unknown = new Error('It never came true');
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer) {
        return answer;
      }
    } catch (error) {
      obstacle = error;
    }
    await sleep(POLL_MS);
  }
  throw obstacle;
}
