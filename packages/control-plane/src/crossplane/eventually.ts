import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
const PATIENCE_MS = 120_000;

/** Resolves once a statement is true. Throws, with the last thing that stood in the way, when it stays false for two minutes. */
export async function eventually(
  statement: string,
  isTrue: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  let obstacle = '';
  for (;;) {
    try {
      if (await isTrue()) {
        return;
      }
    } catch (error) {
      obstacle = error instanceof Error ? ` (${error.message})` : '';
    }
    if (Date.now() > end) {
      throw new Error(
        `It is not so after ${
          PATIENCE_MS / 1000
        } s that ${statement}${obstacle}`,
      );
    }
    await sleep(POLL_MS);
  }
}
