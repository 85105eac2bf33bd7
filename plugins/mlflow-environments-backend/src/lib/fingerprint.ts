import { hash } from 'node:crypto';

/** A short text that is the same for values whose members are equal and in the same order: enough to see that something changed. */
export function fingerprint(value: object): string {
  return hash('sha256', JSON.stringify(value), 'base64');
}
