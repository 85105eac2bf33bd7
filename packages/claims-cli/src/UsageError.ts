/** Why nothing could be checked, in a sentence for whoever started the command. */
export class UsageError extends Error {}

/** What an error says, without its type. */
export function messageOf(error: unknown): string {
  return String(error).replace(/^\w*Error\b[^:]*: /, '');
}
