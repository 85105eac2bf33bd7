import type { JsonObject, JsonValue } from '@backstage/types';
import type { ProjectedCondition, ProjectedObject } from '../store';
import {
  asArray,
  asNumber,
  asObject,
  asString,
  compact,
  pick,
  present,
} from './json';
import { shared } from '../lib/shared';

const LONGEST_MESSAGE = 2_000;
/** A composite's status is written by functions: what is larger than this isn't for people. */
const LARGEST_STATUS_FIELD = 2_000;

/** Composites and claims: which composition, and what it made. */
const COMPOSITE_FIELDS = [
  'compositionRef',
  'compositionSelector',
  'compositionRevisionRef',
  'compositionRevisionSelector',
  'compositionUpdatePolicy',
] as const;
const LEGACY_FIELDS = ['resourceRef', 'claimRef'] as const;

/** Managed resources: what is done to the external resource, and where it is. */
const MANAGED_FIELDS = [
  'managementPolicies',
  'deletionPolicy',
  'providerConfigRef',
] as const;
const FOR_PROVIDER_FIELDS = [
  'region',
  'name',
  'tags',
  'forceDestroy',
  'terminationProtectionEnabled',
] as const;
const AT_PROVIDER_FIELDS = [
  'id',
  'arn',
  'stateName',
  'associationArn',
] as const;

/** Deployments. */
const REPLICA_FIELDS = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
] as const;

/** The shape of a spec tells what it is of: kinds are many, and their names are not ours. */
export function projectSpec(
  spec: JsonObject | undefined,
): JsonObject | undefined {
  if (!spec) {
    return undefined;
  }
  if (spec.forProvider !== undefined) {
    // Even empty, forProvider tells a managed resource from the rest. Resources of a kind are much alike.
    return shared({
      ...pick(spec, MANAGED_FIELDS),
      forProvider: pick(spec.forProvider, FOR_PROVIDER_FIELDS) ?? {},
    });
  }
  return compact({
    ...projectComposite(spec),
    ...pick(spec, LEGACY_FIELDS),
    crossplane: projectComposite(spec.crossplane),
    parameters: asObject(spec.parameters),
    replicas: asNumber(spec.replicas),
  });
}

function projectComposite(value: unknown): JsonObject | undefined {
  const resourceRefs = projectReferences(asObject(value)?.resourceRefs);
  return compact({ ...pick(value, COMPOSITE_FIELDS), resourceRefs });
}

/** Every environment refers to the same kinds. To refer to nothing is not the same as not to say. */
function projectReferences(value: unknown): JsonValue[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  return value.flatMap(entry => {
    const reference = asObject(entry);
    return reference
      ? [
          present({
            apiVersion: shared(asString(reference.apiVersion)),
            kind: shared(asString(reference.kind)),
            namespace: shared(asString(reference.namespace)),
            name: asString(reference.name),
          }),
        ]
      : [];
  });
}

export function projectStatus(object: JsonObject): ProjectedObject['status'] {
  const status = asObject(object.status);
  if (!status) {
    return undefined;
  }
  const conditions = projectConditions(status.conditions);
  return compact({
    ...restOfStatus(asObject(object.spec), status),
    conditions: conditions.length ? conditions : undefined,
  });
}

function restOfStatus(
  spec: JsonObject | undefined,
  status: JsonObject,
): JsonObject | undefined {
  if (spec?.forProvider !== undefined) {
    const atProvider = pick(status.atProvider, AT_PROVIDER_FIELDS);
    return atProvider && { atProvider };
  }
  if (isComposite(spec)) {
    return Object.fromEntries(
      Object.entries(status).filter(
        ([field, value]) =>
          field !== 'conditions' &&
          value !== null &&
          JSON.stringify(value).length <= LARGEST_STATUS_FIELD,
      ),
    );
  }
  return pick(status, REPLICA_FIELDS);
}

function isComposite(spec: JsonObject | undefined): boolean {
  return ['crossplane', 'parameters', ...LEGACY_FIELDS, 'resourceRefs'].some(
    field => spec?.[field] !== undefined,
  );
}

function projectConditions(value: unknown): ProjectedCondition[] {
  return asArray(value).flatMap(entry => {
    const condition = asObject(entry);
    const type = asString(condition?.type);
    const status = asString(condition?.status);
    if (!type || !status) {
      return [];
    }
    const projected: ProjectedCondition = {
      type,
      status,
      reason: asString(condition?.reason) || undefined,
      message: cut(asString(condition?.message)),
      lastTransitionTime: asString(condition?.lastTransitionTime),
      observedGeneration: asNumber(condition?.observedGeneration),
    };
    return shared(present(projected));
  });
}

function cut(message: string | undefined): string | undefined {
  return message && message.length > LONGEST_MESSAGE
    ? `${message.slice(0, LONGEST_MESSAGE)}…`
    : message || undefined;
}
