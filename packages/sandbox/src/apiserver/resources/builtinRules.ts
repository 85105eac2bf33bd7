import type { JsonObject } from '../model/objects';
import { badRequest } from '../model/status';
import { decodeTyped, DecodingError } from '../schema/decoding';
import { applyDefaults } from '../schema/defaulting';
import { pruneObject } from '../schema/pruning';
import { builtinSchema } from './builtinSchemas';
import { plainRules, type ObjectRules } from './resourceType';

/** What the Go type of a built-in kind asks of its objects. */
export function builtinRules(kind: string): ObjectRules {
  return {
    ...plainRules,
    prune(object) {
      const schema = builtinSchema(kind);
      const { value, unknownFields } = pruneObject(object, schema);
      const decoded = decodeOrRefuse(value, kind);
      const { apiVersion, metadata } = object;
      return {
        object: { ...decoded, apiVersion, kind, metadata },
        unknownFields,
      };
    },
    complete(object) {
      const completed = applyDefaults(object, builtinSchema(kind));
      return completed === object ? object : { ...object, ...completed };
    },
  };
}

function decodeOrRefuse(object: JsonObject, kind: string): JsonObject {
  try {
    return decodeTyped(object, builtinSchema(kind), kind);
  } catch (error) {
    if (!(error instanceof DecodingError)) throw error;
    throw badRequest(
      `${kind} in version "v1" cannot be handled as a ${kind}: ${error.message}`,
    );
  }
}
