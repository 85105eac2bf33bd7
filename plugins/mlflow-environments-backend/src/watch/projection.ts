import type { ProjectedObject, ProjectedOwner } from '../store';
import {
  asArray,
  asNumber,
  asObject,
  asString,
  asStrings,
  present,
} from './json';
import { projectSpec, projectStatus } from './projectionSlices';
import { shared } from '../lib/shared';
import { apiVersionOf, type ResourceType } from './resourceType';

const COMPOSITION_RESOURCE_NAME = 'crossplane.io/composition-resource-name';
const KEPT_ANNOTATIONS = new Set([
  COMPOSITION_RESOURCE_NAME,
  'crossplane.io/external-name',
  'crossplane.io/paused',
  'argocd.argoproj.io/tracking-id',
]);
const OWN_ANNOTATIONS = 'mlops.example.com/';

/**
 * Keeps of an object what environments, their health and their costs are told from. Whole objects are several times
 * larger, and the rest of them may hold what must not be kept at all.
 *
 * @param raw - what the API sent
 * @param type - its type: items of a list don't always say theirs
 * @returns undefined for what isn't an object, and for Secrets
 */
export function projectObject(
  raw: unknown,
  type: ResourceType,
): ProjectedObject | undefined {
  const object = asObject(raw);
  const metadata = asObject(object?.metadata);
  const name = asString(metadata?.name);
  const uid = asString(metadata?.uid);
  if (!object || !metadata || !name || !uid || isSecretType(type)) {
    return undefined;
  }
  return present<ProjectedObject>({
    apiVersion: shared(apiVersionOf(type)),
    kind: type.kind,
    metadata: present<ProjectedObject['metadata']>({
      name,
      namespace: shared(asString(metadata.namespace)),
      uid,
      resourceVersion: asString(metadata.resourceVersion) ?? '',
      generation: asNumber(metadata.generation),
      creationTimestamp: shared(asString(metadata.creationTimestamp)),
      deletionTimestamp: asString(metadata.deletionTimestamp),
      labels: shared(asStrings(metadata.labels)),
      annotations: annotations(metadata.annotations),
      finalizers: shared(strings(metadata.finalizers)),
      ownerReferences: shared(owners(metadata.ownerReferences)),
    }),
    spec: projectSpec(asObject(object.spec)),
    status: projectStatus(object),
  });
}

/** Who an object is, of an event that tells no more than that it is gone. */
export function uidOf(raw: unknown): string | undefined {
  return asString(asObject(asObject(raw)?.metadata)?.uid);
}

function isSecretType({ group, kind }: ResourceType): boolean {
  return group === '' && kind === 'Secret';
}

function annotations(value: unknown): Record<string, string> | undefined {
  const found = asStrings(
    value,
    key => KEPT_ANNOTATIONS.has(key) || key.startsWith(OWN_ANNOTATIONS),
  );
  const name = found?.[COMPOSITION_RESOURCE_NAME];
  // Every environment has the same ones.
  return name ? { ...found, [COMPOSITION_RESOURCE_NAME]: shared(name) } : found;
}

function strings(value: unknown): string[] | undefined {
  const found = asArray(value).flatMap(entry => asString(entry) ?? []);
  return found.length ? found : undefined;
}

function owners(value: unknown): ProjectedOwner[] | undefined {
  const found = asArray(value).flatMap(entry => {
    const owner = asObject(entry);
    const apiVersion = asString(owner?.apiVersion);
    const kind = asString(owner?.kind);
    const name = asString(owner?.name);
    const uid = asString(owner?.uid);
    return apiVersion && kind && name && uid
      ? [
          {
            apiVersion,
            kind,
            name,
            uid,
            ...(owner?.controller === true ? { controller: true } : {}),
          },
        ]
      : [];
  });
  return found.length ? found : undefined;
}
