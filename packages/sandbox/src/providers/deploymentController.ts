import { canonicalJson, JsonObject } from '../json';
import {
  ConditionState,
  conditionsOf,
  controllerOf,
  EventRecorder,
  isConflict,
  isNotFound,
  keyOf,
  KubeClient,
  KubeObject,
  NextVisit,
  ObjectRef,
  refOf,
  Watcher,
  withConditions,
  WorkQueue,
} from '../kube';
import { Logger } from '../logger';
import { environmentOf } from './environment';
import { failureAskedOf } from './failures';
import { Pace } from './pace';
import { PodPhase, podsOf, podStatus, replicaSetOf, replicasOf } from './pods';

const FIELD_MANAGER = 'sandbox-deployments';
/** Seconds until a pod is ready. */
const START_SECONDS = 4;
/** Seconds until a rollout that doesn't move counts as failed; Kubernetes takes ten minutes. */
const DEADLINE_SECONDS = 20;
/** The failure that can be asked of a Deployment. */
const IMAGE_PULL_FAILURE = 'ImagePullBackOff';

export interface DeploymentControllerOptions {
  client: KubeClient;
  pace: Pace;
  logger: Logger;
}

/** Plays Deployments: a ReplicaSet and pods that come up after a while, or whose image can't be pulled. */
export class DeploymentController {
  private readonly queue: WorkQueue;
  private readonly watcher: Watcher;
  private readonly events: EventRecorder;

  private constructor(private readonly options: DeploymentControllerOptions) {
    const { client, logger } = options;
    this.events = new EventRecorder(client, 'deployment-controller', logger);
    this.queue = new WorkQueue(key => this.visit(key), { logger });
    this.watcher = Watcher.start({
      client,
      type: { apiVersion: 'apps/v1', kind: 'Deployment' },
      onChange: (_, object) => this.queue.add(keyOf(object.metadata)),
      logger,
    });
  }

  static start(options: DeploymentControllerOptions): DeploymentController {
    return new DeploymentController(options);
  }

  async stop(): Promise<void> {
    await this.watcher.stop();
    await this.queue.stop();
    await this.events.flush();
  }

  private async visit(key: string): Promise<NextVisit> {
    const [namespace, name] = key.split('/');
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
    try {
      return await this.reconcile(ref);
    } catch (error) {
      if (isConflict(error)) {
        return 50;
      }
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
  }

  private async reconcile(ref: ObjectRef): Promise<NextVisit> {
    const { client, pace } = this.options;
    const deployment = await client.find(ref);
    if (!deployment || deployment.metadata.deletionTimestamp) {
      return undefined;
    }
    const environment = await environmentOf(client, deployment);
    const replicaSet = await this.ensureReplicaSet(deployment);
    const age = Date.now() - createdAt(replicaSet);
    const startAfter = pace.milliseconds(START_SECONDS, environment);
    const failAfter = pace.milliseconds(DEADLINE_SECONDS, environment);
    const phase = phaseOf({
      cannotPull:
        failureAskedOf(deployment, environment) === IMAGE_PULL_FAILURE,
      hasStarted: age >= startAfter,
    });
    await this.ensurePods(replicaSet, phase);
    const isOverdue = phase !== 'running' && age >= failAfter;
    await this.writeStatus(deployment, replicaSet, { phase, isOverdue });
    if (phase === 'running') {
      await this.removeOthers(deployment, replicaSet);
      return undefined;
    }
    return isOverdue
      ? failAfter
      : Math.max(1, (age < startAfter ? startAfter : failAfter) - age);
  }

  private async ensureReplicaSet(deployment: KubeObject): Promise<KubeObject> {
    const { client } = this.options;
    const wanted = replicaSetOf(deployment);
    const existing = await client.find(refOf(wanted));
    if (existing && replicasOf(existing) === replicasOf(wanted)) {
      return existing;
    }
    this.events.normal(
      deployment,
      'ScalingReplicaSet',
      `Scaled up replica set ${wanted.metadata.name} to ${replicasOf(wanted)}`,
    );
    return client.apply(wanted, FIELD_MANAGER);
  }

  private async ensurePods(replicaSet: KubeObject, phase: PodPhase) {
    const { client } = this.options;
    const wanted = podsOf(replicaSet);
    for (const pod of wanted) {
      const current =
        (await client.find(refOf(pod))) ??
        (await client.apply(pod, FIELD_MANAGER));
      await this.mergeStatus(current, podStatus(current, phase));
      if (phase === 'image-pull-failing') {
        const [{ state }] = podStatus(current, phase)
          .containerStatuses as JsonObject[];
        const { message } = (state as { waiting: { message: string } }).waiting;
        this.events.warning(current, 'Failed', message);
      }
    }
    const names = new Set(wanted.map(pod => pod.metadata.name));
    const extra = await this.owned('v1', 'Pod', replicaSet);
    for (const pod of extra.filter(each => !names.has(each.metadata.name))) {
      await client.delete(refOf(pod));
    }
    const ready = phase === 'running' ? wanted.length : 0;
    await this.mergeStatus(replicaSet, {
      replicas: wanted.length,
      fullyLabeledReplicas: wanted.length,
      readyReplicas: ready,
      availableReplicas: ready,
      observedGeneration: replicaSet.metadata.generation,
    });
  }

  private async writeStatus(
    deployment: KubeObject,
    replicaSet: KubeObject,
    { phase, isOverdue }: { phase: PodPhase; isOverdue: boolean },
  ): Promise<void> {
    const isRunning = phase === 'running';
    const replicas = replicasOf(deployment);
    const conditions = withConditions(
      conditionsOf(deployment),
      [
        availableCondition(isRunning),
        progressingCondition(replicaSet, { isRunning, isOverdue }),
      ],
      { now: new Date() },
    );
    await this.mergeStatus(deployment, {
      observedGeneration: deployment.metadata.generation,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: isRunning ? replicas : 0,
      availableReplicas: isRunning ? replicas : 0,
      unavailableReplicas: isRunning ? 0 : replicas,
      conditions: conditions.map(condition => ({
        ...condition,
        lastUpdateTime: condition.lastTransitionTime,
      })),
    });
  }

  /** A rollout ends by removing what ran before. */
  private async removeOthers(deployment: KubeObject, current: KubeObject) {
    for (const other of await this.owned('apps/v1', 'ReplicaSet', deployment)) {
      if (other.metadata.name !== current.metadata.name) {
        await this.options.client.delete(refOf(other));
      }
    }
  }

  private async owned(
    apiVersion: string,
    kind: string,
    owner: KubeObject,
  ): Promise<KubeObject[]> {
    const { namespace, uid } = owner.metadata;
    const { items } = await this.options.client.list(
      { apiVersion, kind },
      { namespace },
    );
    return items.filter(item => controllerOf(item)?.uid === uid);
  }

  private async mergeStatus(object: KubeObject, status: JsonObject) {
    const next = { ...object.status, ...status };
    if (canonicalJson(next) !== canonicalJson(object.status)) {
      await this.options.client.merge(refOf(object), { status }, 'status');
    }
  }
}

function phaseOf(pod: { cannotPull: boolean; hasStarted: boolean }): PodPhase {
  if (!pod.hasStarted) {
    return 'starting';
  }
  return pod.cannotPull ? 'image-pull-failing' : 'running';
}

function availableCondition(isRunning: boolean): ConditionState {
  return isRunning
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

function progressingCondition(
  replicaSet: KubeObject,
  { isRunning, isOverdue }: { isRunning: boolean; isOverdue: boolean },
): ConditionState {
  const named = `ReplicaSet "${replicaSet.metadata.name}"`;
  if (isRunning) {
    return {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `${named} has successfully progressed.`,
    };
  }
  return isOverdue
    ? {
        type: 'Progressing',
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: `${named} has timed out progressing.`,
      }
    : {
        type: 'Progressing',
        status: 'True',
        reason: 'ReplicaSetUpdated',
        message: `${named} is progressing.`,
      };
}

function createdAt(object: KubeObject): number {
  return Date.parse(object.metadata.creationTimestamp ?? '');
}
