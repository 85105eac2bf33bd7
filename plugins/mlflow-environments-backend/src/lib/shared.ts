/** Enough for what the resources of ten thousand environments have in common. */
const MOST_VALUES = 50_000;
/** What is longer than this, as JSON, is seldom said twice: an error's message, for one. */
const LONGEST_KEY = 400;

const values = new Map<string, unknown>();

/**
 * The same value as an equal one seen before, so that it is kept once. The labels, owners, tags and conditions of
 * composed resources repeat a dozen times within an environment and thousands of times between them, and nobody
 * changes what is kept.
 */
export function shared<T>(value: T): T {
  if (value === undefined) {
    return value;
  }
  const key = JSON.stringify(value);
  if (key.length > LONGEST_KEY) {
    return value;
  }
  const known = values.get(key);
  if (known !== undefined) {
    return known as T;
  }
  if (values.size >= MOST_VALUES) {
    // What comes is shared anew; what was shared stays so.
    values.clear();
  }
  values.set(key, value);
  return value;
}
