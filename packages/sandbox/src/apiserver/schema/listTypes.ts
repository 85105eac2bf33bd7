import { duplicate, type FieldError } from '../model/fieldErrors';
import { deepEqual, isJsonObject, type JsonValue } from '../model/objects';
import { memberSchema, type Schema } from './schema';

/** Lists of type set or map hold no item twice. */
export function validateListTypes(
  value: JsonValue | undefined,
  schema: Schema | undefined,
  path = '',
): FieldError[] {
  if (!schema) return [];
  if (Array.isArray(value)) {
    const errors: FieldError[] = [];
    const listType = schema['x-kubernetes-list-type'];
    const keys = schema['x-kubernetes-list-map-keys'] ?? [];
    const seen: JsonValue[] = [];
    value.forEach((item, index) => {
      let key: JsonValue | undefined;
      if (listType === 'set') key = item;
      if (listType === 'map' && isJsonObject(item)) {
        key = Object.fromEntries(
          keys
            .filter(name => item[name] !== undefined)
            .map(name => [name, item[name]]),
        );
      }
      if (key !== undefined) {
        const found = key;
        if (seen.some(other => deepEqual(other, found))) {
          errors.push(duplicate(`${path}[${index}]`, found));
        }
        seen.push(found);
      }
      errors.push(
        ...validateListTypes(item, schema.items, `${path}[${index}]`),
      );
    });
    return errors;
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    validateListTypes(
      member,
      memberSchema(schema, key),
      path ? `${path}.${key}` : key,
    ),
  );
}
