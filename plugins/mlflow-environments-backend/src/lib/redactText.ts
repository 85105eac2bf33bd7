export const MASK = '******';

/**
 * What gives a secret away in free text. Providers quote connection strings and tokens in their error messages.
 */
const SECRETS_IN_TEXT: Array<[RegExp, string]> = [
  // user:password@ in a URL of any scheme
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']*:[^\s/@"']*@/gi, `$1${MASK}@`],
  // authorization headers
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  // JSON web tokens
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, MASK],
  // AWS access keys
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  // password=..., "secretAccessKey": "...", api_key: ...
  [
    /\b([\w-]*(?:password|passwd|pwd|token|secret[_-]?(?:access[_-]?)?key|private[_-]?key|api[_-]?key))(["']?\s*[=:]\s*["']?)(?!\s|\*)[^\s"',;&}]+/gi,
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
