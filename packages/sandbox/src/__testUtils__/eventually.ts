const POLL_MS = 20;
const PATIENCE_MS = 60_000;

/** What is no answer yet. */
type NotYet = undefined | false | '';

/**
 * The value of a question that has no answer at first. Throws with the last thing that
 * stood in the way when there is none for a long time.
 */
export async function eventually<T>(
  ask: () => Promise<T | NotYet> | T | NotYet,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
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
    await new Promise(resolve => {
      setTimeout(resolve, POLL_MS);
    });
  }
  throw obstacle;
}
