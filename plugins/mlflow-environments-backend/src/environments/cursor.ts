import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** A place in an ordered list: after the environment with this sort key. */
export interface Cursor {
  field: string;
  direction: 'asc' | 'desc';
  /** What is ordered by, then what makes the order total: name, namespace, cluster. */
  key: [string | number, string, string, string];
}

const cursorSchema = z
  .object({
    field: z.string(),
    direction: z.enum(['asc', 'desc']),
    key: z.tuple([
      z.union([z.string(), z.number()]),
      z.string(),
      z.string(),
      z.string(),
    ]),
  })
  // Times are ordered as numbers, and a text is neither before nor behind one.
  .refine(
    ({ field, key }) => (typeof key[0] === 'number') === (field === 'since'),
  );

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Throws an InputError for what `encodeCursor` didn't write, and for a cursor of another order. */
export function decodeCursor(
  text: string,
  order: { field: string; direction: string },
): Cursor {
  const cursor = parse(text);
  if (cursor.field !== order.field || cursor.direction !== order.direction) {
    throw new InputError(
      'The cursor belongs to another order, start again without it',
    );
  }
  return cursor;
}

function parse(text: string): Cursor {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString()),
    );
  } catch {
    throw new InputError(
      'The cursor is not one of ours, start again without it',
    );
  }
}
