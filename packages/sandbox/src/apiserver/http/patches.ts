import { isJsonObject, type JsonObject } from '../model/objects';
import { ApiError, badRequest, unsupportedPatch } from '../model/status';
import { applyJsonPatch, JsonPatchError } from '../patch/jsonPatch';
import { applyMergePatch } from '../patch/mergePatch';
import { applyStrategicMergePatch } from '../patch/strategicMergePatch';
import type { ObjectService } from '../resources/objects';
import type { Target, WriteOptions, WriteResult } from '../resources/requests';
import { parseBody, type Exchange } from './exchange';
import { validatePatchOptions } from './options';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
const APPLY_PATCH = 'application/apply-patch+yaml';

/**
 * Carries out a PATCH by its content type.
 * @throws ApiError
 */
export async function patchObject(
  objects: ObjectService,
  exchange: Exchange,
  target: Target,
  options: WriteOptions,
): Promise<WriteResult> {
  const type = exchange.contentType;
  const isApply = type === APPLY_PATCH;
  const supported = [
    JSON_PATCH,
    MERGE_PATCH,
    // Without Go structs there are no patch strategies: custom resources have no strategic merge.
    ...(target.type.custom ? [] : [STRATEGIC_PATCH]),
    APPLY_PATCH,
  ];
  if (!supported.includes(type)) throw unsupportedPatch();
  validatePatchOptions(exchange, isApply);
  const patch = parseBody(
    await exchange.text(),
    isApply,
    isApply ? 'error decoding YAML' : 'error decoding patch',
  );
  const force = exchange.queryBoolean('force');
  let result: WriteResult;
  if (isApply) {
    if (!isJsonObject(patch)) {
      throw badRequest('an applied configuration must be an object');
    }
    result = objects.apply(target, patch, {
      ...options,
      fieldManager: exchange.query('fieldManager'),
      force: force ?? false,
    });
  } else {
    const object = objects.change(
      target,
      current => {
        if (type === JSON_PATCH) return jsonPatched(current, patch);
        if (!isJsonObject(patch)) {
          throw badRequest('error decoding patch: it must be an object');
        }
        return type === MERGE_PATCH
          ? applyMergePatch(current, patch)
          : applyStrategicMergePatch(current, patch, target.version.schema);
      },
      options,
    );
    result = { object, created: false };
  }
  exchange.warnings.push(...options.warnings);
  return result;
}

function jsonPatched(
  current: JsonObject,
  patch: ReturnType<typeof parseBody>,
): JsonObject {
  try {
    const patched = applyJsonPatch(current, patch);
    if (!isJsonObject(patched)) {
      throw badRequest('a JSON patch must leave an object');
    }
    return patched;
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    if (error.kind === 'malformed') {
      throw badRequest(`error decoding patch: ${error.message}`);
    }
    throw new ApiError({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
      details: {},
    });
  }
}
