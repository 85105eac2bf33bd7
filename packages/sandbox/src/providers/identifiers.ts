import { createHash, randomBytes } from 'node:crypto';

/** An identifier that stays the same for the same text, as hexadecimal digits. */
export function stableHex(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** An identifier as Atlas gives its objects: 24 hexadecimal digits. */
export function atlasId(): string {
  return randomBytes(12).toString('hex');
}

/** An identifier as AWS gives it: a prefix and capital letters and digits. */
export function awsId(prefix: string, length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const chosen = [...randomBytes(length)].map(byte => letters[byte % 32]);
  return `${prefix}${chosen.join('')}`;
}
