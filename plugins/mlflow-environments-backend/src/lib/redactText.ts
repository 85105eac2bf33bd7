export const MASK = '******';

/**
 * What gives a secret away in free text. Providers quote connection strings and tokens in their error messages. Repetitions have
 * bounds, so that no text takes more than linear time.
 */
const SECRETS_IN_TEXT: Array<[RegExp, string]> = [
  // a MongoDB password may hold anything, an @ that should have been encoded included
  [/(mongodb(?:\+srv)?:\/\/)[^\s"']{1,500}@/gi, `$1${MASK}@`],
  // user:password@ in a URL of any scheme
  [
    /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"']{0,200}:[^\s/@"']{0,200}@/gi,
    `$1${MASK}@`,
  ],
  // authorization headers
  [/\b(bearer|basic)\s{1,5}[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  // JSON web tokens
  [/\beyJ[\w-]{5,2000}\.[\w-]{5,4000}\.[\w-]{0,1000}/g, MASK],
  // AWS access keys
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  // password=..., "secretAccessKey": "...", api_key: ...
  [
    /\b([\w-]{0,60}(?:password|passwd|pwd|token|secret[_-]?(?:access[_-]?)?key|private[_-]?key|api[_-]?key))(["']?\s{0,5}[=:]\s{0,5}["']?)(?!\s|\*)[^\s"',;&}]+/gi,
    `$1$2${MASK}`,
  ],
];

/** None of the patterns above matches a text without any of these. Most texts are plain, and this is quick to tell. */
const MAY_HOLD_SECRETS =
  /:\/\/|bearer|basic|eyJ|AKIA|ASIA|passw|pwd|token|key/i;

/** The text without passwords, tokens and keys that are recognisable as such. */
export function redactText(text: string): string {
  if (!MAY_HOLD_SECRETS.test(text)) {
    return text;
  }
  return SECRETS_IN_TEXT.reduce(
    (redacted, [pattern, replacement]) =>
      redacted.replace(pattern, replacement),
    text,
  );
}

/**
 * The value with every text in it redacted, and without members that are undefined. What needs neither is returned as it is, not
 * copied: most of what is kept of environments is the same for thousands of them, and is kept once.
 */
export function redactTexts<T>(value: T): T;
export function redactTexts(value: unknown): unknown {
  if (typeof value === 'string') {
    return redactText(value);
  }
  if (Array.isArray(value)) {
    const redacted = value.map(item => redactTexts<unknown>(item));
    return redacted.every((item, index) => item === value[index])
      ? value
      : redacted;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const redacted = entries.map(([, item]) => redactTexts<unknown>(item));
    return entries.every(
      ([, item], index) => item !== undefined && item === redacted[index],
    )
      ? value
      : Object.fromEntries(
          entries.flatMap(([key], index) =>
            redacted[index] === undefined ? [] : [[key, redacted[index]]],
          ),
        );
  }
  return value;
}
