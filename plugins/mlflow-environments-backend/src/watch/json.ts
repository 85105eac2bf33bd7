import type { JsonObject, JsonValue } from '@backstage/types';
import { isJsonObject } from '../lib/json';

/** Readers for JSON that somebody else wrote: what isn't of the expected type isn't there. */

export function asObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function asArray(value: unknown): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The entries of a string map; undefined when there are none. */
export function asStrings(
  value: unknown,
  keep: (key: string) => boolean = () => true,
): Record<string, string> | undefined {
  const strings: Record<string, string> = {};
  for (const [key, entry] of Object.entries(asObject(value) ?? {})) {
    if (typeof entry === 'string' && keep(key)) {
      strings[key] = entry;
    }
  }
  return Object.keys(strings).length ? strings : undefined;
}

/** The named fields, those of them that there are; undefined when there are none. */
export function pick(
  value: unknown,
  fields: readonly string[],
): JsonObject | undefined {
  const object = asObject(value);
  return compact(
    Object.fromEntries(
      fields.map(field => [field, object?.[field] ?? undefined]),
    ),
  );
}

/**
 * Without the fields that are undefined. Makes a new object: one that fields are deleted from takes several times the
 * memory from then on.
 */
export function present<T extends object>(object: T): T {
  const kept = {} as T;
  for (const key of Object.keys(object) as Array<keyof T>) {
    if (object[key] !== undefined) {
      kept[key] = object[key];
    }
  }
  return kept;
}

/** Without the fields that are undefined; undefined when nothing else is left. */
export function compact<T extends object>(object: T): T | undefined {
  const kept = present(object);
  return Object.keys(kept).length ? kept : undefined;
}
