import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { Document, isMap, parseAllDocuments } from 'yaml';
import { ENVIRONMENT_KIND } from '../environment/constants';
import { isObject } from './objects';
import { isMapping } from './yamlRead';
import { editOptions, writeDocuments } from './yamlWrite';

/**
 * What to change about a claim. Both parts are merge patches (RFC 7386): null removes a field, a mapping is merged, everything
 * else replaces what is there.
 *
 * @public
 */
export interface ClaimChanges {
  parameters?: JsonObject;
  annotations?: Record<string, string | null>;
}

/**
 * Changes a claim's text and nothing else about the file: comments, the order of fields, fields that aren't ours and other
 * documents stay. The result isn't validated, see {@link validateClaim}.
 *
 * @param text - a file that holds one claim, possibly among other documents
 * @throws InputError when it doesn't, or when a field to change is shared through a YAML alias
 * @public
 */
export function updateClaimText(text: string, changes: ClaimChanges): string {
  const documents: Document[] = [...parseAllDocuments(text, editOptions)];
  const claims = documents.filter(
    document =>
      document.errors.length === 0 &&
      isMapping(document) &&
      document.get('kind') === ENVIRONMENT_KIND,
  );
  if (documents.some(document => document.errors.length > 0)) {
    throw new InputError('The claim is not valid YAML; repair it by hand');
  }
  if (claims.length !== 1) {
    throw new InputError(
      `The file holds ${claims.length} claims where one is expected`,
    );
  }
  const [claim] = claims;
  try {
    merge(claim, ['metadata', 'annotations'], changes.annotations ?? {});
    merge(claim, ['spec', 'parameters'], changes.parameters ?? {});
  } catch (error) {
    throw new InputError(
      'The claim shares parts through YAML aliases where it is to be changed; edit it by hand',
      error,
    );
  }
  return writeDocuments(documents, text);
}

function merge(document: Document, path: string[], patch: JsonObject) {
  for (const [name, value] of Object.entries(patch)) {
    const field = [...path, name];
    if (value === undefined) continue;
    if (value === null) {
      if (document.hasIn(field)) document.deleteIn(field);
    } else if (isObject(value) && isMap(document.getIn(field))) {
      merge(document, field, value);
    } else if (isObject(value)) {
      document.setIn(field, document.createNode(withoutNulls(value)));
    } else {
      document.setIn(
        field,
        Array.isArray(value) ? document.createNode(value) : value,
      );
    }
  }
}

/** What a merge patch leaves where nothing was before. */
function withoutNulls(patch: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(patch)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [
        name,
        isObject(value) ? withoutNulls(value) : value,
      ]),
  );
}
