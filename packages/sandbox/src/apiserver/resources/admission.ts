import { invalid, isBlocking } from '../model/fieldErrors';
import type { KubeObject } from '../model/objects';
import {
  conflict,
  forbiddenError,
  invalidObject,
  modified,
  notFound,
} from '../model/status';
import type { Storage } from '../storage/storage';
import { validateMetadata } from './metadata';
import type { Target } from './requests';

const UNCHECKED_RULES = invalid(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

/** @throws ApiError 409 when a client replaces another object of the same name */
export function requireSame(
  { type, name }: Target,
  old: KubeObject,
  { metadata: { uid } }: KubeObject,
): void {
  if (uid && uid !== old.metadata.uid) {
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
    );
  }
}

/** @throws ApiError 409 when the object has changed since the client read it, 422 when it is to become another */
export function requireUnchanged(
  { type, name }: Target,
  old: KubeObject,
  { metadata: { uid, resourceVersion } }: KubeObject,
): void {
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
    throw modified(type, name);
  }
  if (uid && uid !== old.metadata.uid) {
    throw invalidObject(type, name, [
      invalid('metadata.uid', uid, 'field is immutable'),
    ]);
  }
}

/** @throws ApiError 422 with everything that is wrong */
export function requireValid(
  target: Target,
  object: KubeObject,
  old?: KubeObject,
): void {
  const { rules } = target.version;
  const errors = [
    ...(target.subresource
      ? []
      : validateMetadata(object, target.type.custom, old)),
    ...rules.validate(object, old),
  ];
  if (rules.validateRules) {
    errors.push(
      ...(errors.some(isBlocking)
        ? [UNCHECKED_RULES]
        : rules.validateRules(object, old)),
    );
  }
  if (errors.length > 0) {
    throw invalidObject(target.type, object.metadata.name ?? '', errors);
  }
}

/** @throws ApiError 403, 404 when nothing can be created in the namespace */
export function requireNamespace(
  storage: Storage,
  { type, namespace, name }: Target,
): void {
  if (!type.namespaced) return;
  const found = storage.get('/namespaces', namespace);
  if (!found) {
    throw notFound({ group: '', plural: 'namespaces' }, namespace);
  }
  if (!found.metadata.deletionTimestamp) return;
  throw forbiddenError(
    type,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
    [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  );
}
