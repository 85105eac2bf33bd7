import { Condition, ResourceRef } from '../schema/openapi';
import { conditionOf, observe, record, time } from './observe';
import { refusedResource, unreadyNames } from './refusal';
import { judgeResource } from './resourceRules';
import { isOutdated, waitsForMissing } from './trouble';
import {
  AbsentResource,
  JudgedResource,
  KubernetesObject,
  ObservedObject,
  Verdict,
} from './types';

/**
 * The verdicts on an environment's resources, each by its own rules first and then by what only the whole tells: the word of
 * the environment for what can't be seen, what waits for what, and what the API server refuses.
 */
export function judgeResources(
  environment: ObservedObject | undefined,
  objects: readonly KubernetesObject[],
  absent: readonly AbsentResource[],
  error: Condition | undefined,
): JudgedResource[] {
  const seen = objects.flatMap(object => {
    const observed = observe(object);
    return observed ? [judgeObject(observed, environment)] : [];
  });
  const known = new Set(seen.map(({ ref }) => keyOf(ref)));
  const unseen = absent
    .filter(ref => !known.has(keyOf(ref)))
    .map(ref => judgeAbsent(ref, environment));
  return withoutVainWaiting(withRefused(error, [...seen, ...unseen]));
}

function judgeObject(
  object: ObservedObject,
  environment: ObservedObject | undefined,
): JudgedResource {
  const { ref, compositionResourceName } = object;
  const verdict = judgeResource(object);
  return {
    ...verdict,
    ref,
    compositionResourceName,
    object,
    leaving: verdict.status === 'Deleting' && !isAskedFor(ref, environment),
  };
}

function judgeAbsent(
  absent: AbsentResource,
  environment: ObservedObject | undefined,
): JudgedResource {
  const { apiVersion, kind, namespace, name } = absent;
  const compositionResourceName =
    absent.compositionResourceName ?? configSecretName(absent);
  return {
    ref: { apiVersion, kind, ...(namespace && { namespace }), name },
    compositionResourceName,
    ...absentVerdict(absent, compositionResourceName, environment),
  };
}

function absentVerdict(
  { kind, reason, message }: AbsentResource,
  compositionResourceName: string | undefined,
  environment: ObservedObject | undefined,
): Verdict {
  const ready = conditionOf(environment, 'Ready');
  switch (reason ?? (kind === 'Secret' ? 'Secret' : 'Missing')) {
    case 'Secret':
      return unreadyNames(ready).includes(compositionResourceName ?? '') ||
        isNewSinceItsWord(environment)
        ? { status: 'Progressing', reason: 'Creating' }
        : { status: 'Ready' };
    case 'Unreadable':
      // an environment is ready when all of its resources are
      return ready?.status === 'True'
        ? { status: 'Ready', reason: 'Unreadable', message }
        : { status: 'Unknown', reason: 'Unreadable', message };
    default:
      return { status: 'Missing', reason: 'Missing', message };
  }
}

/** It is still coming up, and refers to resources that its last word on readiness doesn't know of. */
function isNewSinceItsWord(environment: ObservedObject | undefined): boolean {
  const ready = conditionOf(environment, 'Ready');
  return (
    environment !== undefined &&
    ready?.status === 'False' &&
    isOutdated(environment, ready) &&
    time(environment.status.firstReadyTime) === undefined
  );
}

/** The Secret with the server's configuration: the only one that is composed, by a name of its own. */
function configSecretName({ kind, name }: ResourceRef): string | undefined {
  return kind === 'Secret' && name.endsWith('-mlflow-config')
    ? 'mlflow-config'
    : undefined;
}

/** A resource that the API server refuses to create or change has no condition that says so: the environment has. */
function withRefused(
  error: Condition | undefined,
  resources: JudgedResource[],
): JudgedResource[] {
  const refused = refusedResource(error, resources);
  return resources.map(resource =>
    resource === refused &&
    ['Missing', 'Progressing', 'Unknown'].includes(resource.status)
      ? {
          ...resource,
          status: 'Failed',
          since: error?.lastTransitionTime,
          reason: error?.reason,
          message: error?.message,
        }
      : resource,
  );
}

/**
 * Waiting for a resource that doesn't exist is a failure when there is none left to wait for. One that exists is found at the
 * next attempt, which may be half a minute after it became ready.
 */
function withoutVainWaiting(resources: JudgedResource[]): JudgedResource[] {
  const hope = resources.some(
    ({ status, waitsForReference }) => status !== 'Ready' && !waitsForReference,
  );
  return hope
    ? resources
    : resources.map(resource =>
        resource.waitsForReference && waitsForMissing(resource.message)
          ? { ...resource, status: 'Failed' }
          : resource,
      );
}

function isAskedFor(
  ref: ResourceRef,
  environment: ObservedObject | undefined,
): boolean {
  const { crossplane, resourceRefs } = environment?.spec ?? {};
  const refs = record(crossplane).resourceRefs ?? resourceRefs;
  return (
    !Array.isArray(refs) ||
    refs
      .map(record)
      .some(({ kind, name }) => kind === ref.kind && name === ref.name)
  );
}

function keyOf({ apiVersion, kind, name }: ResourceRef): string {
  return JSON.stringify([apiVersion.split('/')[0], kind, name]);
}
