import {
  compose,
  KubernetesObject,
  Observed,
  PlatformSettings,
} from '@mlops-platform/function-mlflow-environments';
import { stableHex, stableUuid } from './identifiers';
import { memberOf, StoredObject } from './kubernetes';
import { managedFields } from './managedFields';
import { condition, readyStatus } from './statuses';

/** Enough passes for every gate to open in turn. */
const MOST_PASSES = 10;

/** An environment as a cluster has it: the composite resource first, then its composed resources. */
export function environmentObjects(
  claim: KubernetesObject,
  settings: PlatformSettings,
  time: string,
): StoredObject[] {
  const uid = uidOf(claim);
  let observed: Observed = {};
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const composed = compose(claim, observed, settings);
    const isComplete =
      Object.keys(observed).length === composed.resources.length;
    if (composed.waiting.length === 0 && isComplete) {
      const resources = composed.resources.map(({ name, object }) =>
        stored(ownedBy(claim, uid, name, object), time),
      );
      return [composite(claim, uid, resources, composed, time), ...resources];
    }
    observed = Object.fromEntries(
      composed.resources.map(({ name, object }) => [
        name,
        {
          object: { ...object, status: readyStatus(object, time) },
          connectionDetails: { password: Buffer.from('bench').toString() },
        },
      ]),
    );
  }
  throw new Error(
    `The environment ${claim.metadata.name} is not complete after ${MOST_PASSES} passes of the function`,
  );
}

function composite(
  claim: KubernetesObject,
  uid: string,
  resources: StoredObject[],
  composed: ReturnType<typeof compose>,
  time: string,
): StoredObject {
  const { status, conditions } = composed;
  const object = {
    ...claim,
    metadata: {
      ...claim.metadata,
      uid,
      labels: { 'crossplane.io/composite': claim.metadata.name ?? '' },
      finalizers: ['composite.apiextensions.crossplane.io'],
    },
    spec: {
      ...memberOf(claim, 'spec'),
      crossplane: {
        compositionRef: { name: 'mlflow-environments' },
        compositionRevisionRef: { name: 'mlflow-environments-bef452a' },
        compositionUpdatePolicy: 'Automatic',
        resourceRefs: resources.map(({ apiVersion, kind, metadata }) => ({
          apiVersion,
          kind,
          name: metadata.name,
        })),
      },
    },
    status: {
      ...status,
      conditions: [
        condition('Synced', 'True', 'ReconcileSuccess', time),
        condition('Ready', 'True', 'Available', time),
        condition('Responsive', 'True', 'WatchCircuitClosed', time),
        ...conditions.map(({ type, status: state, reason, message }) =>
          condition(type, state, reason, time, message),
        ),
      ],
    },
  };
  return stored(object, time);
}

function ownedBy(
  claim: KubernetesObject,
  uid: string,
  compositionName: string,
  object: KubernetesObject,
): KubernetesObject {
  const { name, namespace } = claim.metadata;
  const id = `${namespace}/${name}/${compositionName}`;
  return {
    ...object,
    metadata: {
      name: `${name}-${stableHex(id, 12)}`,
      ...object.metadata,
      ...(object.metadata.name === undefined && { generateName: `${name}-` }),
      namespace,
      labels: {
        ...object.metadata.labels,
        'crossplane.io/composite': name ?? '',
      },
      annotations: {
        ...object.metadata.annotations,
        'crossplane.io/composition-resource-name': compositionName,
      },
      ...{
        ownerReferences: [
          {
            apiVersion: claim.apiVersion,
            kind: claim.kind,
            name,
            uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
    },
  };
}

/** The object as the API server would have stored it after everybody wrote their part. */
function stored(object: KubernetesObject, time: string): StoredObject {
  const { apiVersion, kind, metadata, ...rest } = object;
  const { name = '', namespace = '' } = metadata;
  const status = rest.status ?? readyStatus(object, time);
  const { status: _, ...written } = rest;
  return {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      name,
      namespace,
      uid: uidOf(object),
      creationTimestamp: time,
      generation: 1,
      managedFields: managedFields(apiVersion, time, [
        {
          manager: 'apiextensions.crossplane.io/composed/bef452a1e37c',
          operation: 'Apply',
          wrote: { metadata, ...written },
        },
        ...(status
          ? [
              {
                manager: 'provider',
                operation: 'Update' as const,
                subresource: 'status' as const,
                wrote: { status },
              },
            ]
          : []),
      ]),
    } as StoredObject['metadata'],
    ...written,
    ...(status ? { status } : {}),
  };
}

function uidOf({ kind, metadata }: KubernetesObject): string {
  return stableUuid(`${kind}/${metadata.namespace}/${metadata.name}`);
}
