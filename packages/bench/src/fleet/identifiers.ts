import { createHash } from 'node:crypto';

/** As many hexadecimal digits, the same for the same seed. */
export function stableHex(seed: string, digits: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, digits);
}

/** A UUID, the same for the same seed. */
export function stableUuid(seed: string): string {
  const hex = stableHex(seed, 32);
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
