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

/** The text without passwords, tokens and keys that are recognisable as such. */
export function redactText(text: string): string {
  return SECRETS_IN_TEXT.reduce(
    (redacted, [pattern, replacement]) =>
      redacted.replace(pattern, replacement),
    text,
  );
}

/** The value with every text in it redacted. */
export function redactTexts<T>(value: T): T;
export function redactTexts(value: unknown): unknown {
  if (typeof value === 'string') {
    return redactText(value);
  }
  if (Array.isArray(value)) {
    return value.map(item => redactTexts<unknown>(item));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, redactTexts<unknown>(item)]),
    );
  }
  return value;
}
