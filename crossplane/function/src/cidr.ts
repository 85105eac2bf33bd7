import { z } from 'zod';

const pattern = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/**
 * The network in its one canonical form, host bits cleared, so that two spellings of a network are one access list entry.
 * Undefined for anything that is not IPv4 in CIDR notation, and for the whole internet.
 */
export function canonicalCidr(cidr: string): string | undefined {
  const match = pattern.exec(cidr);
  if (!match) return undefined;
  const [a, b, c, d, length] = match.slice(1).map(Number);
  if ([a, b, c, d].some(octet => octet > 255) || length < 1 || length > 32) {
    return undefined;
  }
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const size = 2 ** (32 - length);
  const network = Math.floor(address / size) * size;
  const octets = [24, 16, 8, 0].map(
    shift => Math.floor(network / 2 ** shift) % 256,
  );
  return `${octets.join('.')}/${length}`;
}

/** An IPv4 network in CIDR notation, read into its canonical form. */
export const ipv4Cidr = z.string().transform((value, context) => {
  const canonical = canonicalCidr(value);
  if (!canonical) {
    context.addIssue({
      code: z.ZodIssueCode.custom,
      message: `must be an IPv4 network like 203.0.113.0/24, not ${value}`,
    });
    return z.NEVER;
  }
  return canonical;
});
