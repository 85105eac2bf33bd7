import { isJson, Json } from './kubernetes';

/** Who wrote which part of an object. */
export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  subresource?: 'status';
  /** The object with nothing but what this one wrote. */
  wrote: Json;
}

/** `metadata.managedFields` as the API server keeps them: often a third of an object. */
export function managedFields(
  apiVersion: string,
  time: string,
  writers: Writer[],
): Json[] {
  return writers.map(({ manager, operation, subresource, wrote }) => ({
    manager,
    operation,
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsOf(wrote),
    ...(subresource && { subresource }),
  }));
}

function fieldsOf(value: unknown): Json {
  if (Array.isArray(value)) {
    return Object.fromEntries(
      value.flatMap(item => {
        const key = keyOf(item);
        return key ? [[key, { '.': {}, ...fieldsOf(item) }]] : [];
      }),
    );
  }
  return isJson(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          `f:${name}`,
          fieldsOf(item),
        ]),
      )
    : {};
}

/** Lists that are maps, of conditions, owners and containers above all, are kept by their keys; others are one field. */
function keyOf(item: unknown): string | undefined {
  const key = ['type', 'uid', 'name'].find(
    name => isJson(item) && typeof item[name] === 'string',
  );
  return key && isJson(item)
    ? `k:${JSON.stringify({ [key]: item[key] })}`
    : undefined;
}
