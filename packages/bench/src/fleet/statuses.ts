import { KubernetesObject } from '@mlops-platform/function-mlflow-environments';
import { stableHex } from './identifiers';
import { Json, memberOf } from './kubernetes';

const ACCOUNT = '111122223333';

/** A status as a provider or controller leaves it when all is well; undefined for kinds without one. */
export function readyStatus(
  object: KubernetesObject,
  time: string,
): Json | undefined {
  if ('forProvider' in memberOf(object, 'spec')) {
    return {
      atProvider: atProviderOf(object, time),
      conditions: [
        condition('LastAsyncOperation', 'True', 'Success', time),
        condition('Synced', 'True', 'ReconcileSuccess', time),
        condition('Ready', 'True', 'Available', time),
      ],
    };
  }
  switch (object.kind) {
    case 'Deployment':
      return deploymentStatus(time);
    case 'Service':
      return { loadBalancer: {} };
    default:
      return undefined;
  }
}

export function condition(
  type: string,
  status: string,
  reason: string,
  lastTransitionTime: string,
  message = '',
): Json {
  return { type, status, reason, lastTransitionTime, message };
}

/** Providers made with upjet repeat what was asked for beside what the cloud answered. */
function atProviderOf(object: KubernetesObject, time: string): Json {
  const { name = '', namespace = '' } = object.metadata;
  const forProvider = memberOf(memberOf(object, 'spec'), 'forProvider');
  const id = idOf(object);
  return {
    ...forProvider,
    ...('tags' in forProvider && { tagsAll: forProvider.tags }),
    id,
    arn: `arn:aws:${object.kind.toLowerCase()}:us-east-1:${ACCOUNT}:${id}`,
    createDate: time,
    ...(object.kind.endsWith('Cluster') && {
      clusterId: stableHex(`${namespace}/${name}/cluster`, 24),
      stateName: 'IDLE',
      mongoDbVersion: '8.0.11',
      connectionStrings: {
        standard: `mongodb://${name}-shard-00-00.mongodb.net:27017,${name}-shard-00-01.mongodb.net:27017,${name}-shard-00-02.mongodb.net:27017/?ssl=true&authSource=admin`,
        standardSrv: `mongodb+srv://${name}.${stableHex(name, 5)}.mongodb.net`,
      },
    }),
  };
}

function idOf({ kind, metadata }: KubernetesObject): string {
  const named = metadata.annotations?.['crossplane.io/external-name'];
  return (
    named ?? stableHex(`${metadata.namespace}/${kind}/${metadata.name}`, 24)
  );
}

function deploymentStatus(time: string): Json {
  return {
    observedGeneration: 1,
    replicas: 1,
    updatedReplicas: 1,
    readyReplicas: 1,
    availableReplicas: 1,
    conditions: [
      {
        ...condition('Available', 'True', 'MinimumReplicasAvailable', time),
        message: 'Deployment has minimum availability.',
        lastUpdateTime: time,
      },
      {
        ...condition('Progressing', 'True', 'NewReplicaSetAvailable', time),
        message: 'ReplicaSet has successfully progressed.',
        lastUpdateTime: time,
      },
    ],
  };
}
