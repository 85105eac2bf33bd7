import {
  arrayAt,
  canonicalJson,
  JsonObject,
  objectAt,
  stringAt,
  valueAt,
} from '../json';
import { controllerReference, KubeObject, secondsOf } from '../kube';
import { stableHex } from './identifiers';

const HASH_LABEL = 'pod-template-hash';
const NODE = 'sandbox-node';

/** How a pod is doing. */
export type PodPhase = 'starting' | 'running' | 'image-pull-failing';

/** The ReplicaSet that a Deployment wants now. */
export function replicaSetOf(deployment: KubeObject): KubeObject {
  const hash = stableHex(canonicalJson(deployment.spec?.template), 10);
  const template = objectAt(deployment.spec, 'template');
  const labels = {
    ...(objectAt(template, 'metadata', 'labels') as Record<string, string>),
    [HASH_LABEL]: hash,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: replicasOf(deployment),
      selector: { matchLabels: labels },
      template: {
        ...template,
        metadata: { ...objectAt(template, 'metadata'), labels },
      },
    },
  };
}

/** The pods that a ReplicaSet wants. */
export function podsOf(replicaSet: KubeObject): KubeObject[] {
  const { name, namespace, labels } = replicaSet.metadata;
  const template = objectAt(replicaSet.spec, 'template');
  return Array.from({ length: replicasOf(replicaSet) }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${stableHex(`${replicaSet.metadata.uid}${index}`, 5)}`,
      namespace,
      labels,
      annotations: objectAt(template, 'metadata', 'annotations') as Record<
        string,
        string
      >,
      ownerReferences: [controllerReference(replicaSet)],
    },
    spec: { ...objectAt(template, 'spec'), nodeName: NODE },
  }));
}

export function replicasOf(workload: KubeObject): number {
  return Number(valueAt(workload.spec, 'replicas') ?? 1);
}

/** A pod's status as the kubelet writes it. */
export function podStatus(pod: KubeObject, phase: PodPhase): JsonObject {
  const started = pod.metadata.creationTimestamp ?? secondsOf(new Date());
  const isRunning = phase === 'running';
  const condition = (type: string, isTrue: boolean): JsonObject => ({
    type,
    status: isTrue ? 'True' : 'False',
    lastTransitionTime: started,
    ...(!isTrue && {
      reason: 'ContainersNotReady',
      message: 'containers with unready status',
    }),
  });
  return {
    phase: isRunning ? 'Running' : 'Pending',
    startTime: started,
    hostIP: '127.0.0.1',
    qosClass: 'Burstable',
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', isRunning),
      condition('Ready', isRunning),
    ],
    containerStatuses: arrayAt(pod.spec, 'containers').map(container => ({
      name: stringAt(container, 'name'),
      image: stringAt(container, 'image'),
      imageID: '',
      ready: isRunning,
      started: isRunning,
      restartCount: 0,
      state: containerState(container, phase, started),
    })),
  };
}

function containerState(
  container: unknown,
  phase: PodPhase,
  started: string,
): JsonObject {
  if (phase === 'running') {
    return { running: { startedAt: started } };
  }
  if (phase === 'starting') {
    return { waiting: { reason: 'ContainerCreating' } };
  }
  const image = stringAt(container, 'image');
  return {
    waiting: {
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "${image}": ErrImagePull: failed to pull and unpack image "${image}": not found`,
    },
  };
}
