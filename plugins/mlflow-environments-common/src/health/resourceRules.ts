import { Condition } from '../schema/openapi';
import { conditionOf, number, record, text } from './observe';
import { isPassing, isPaused, syncError, waitsForReference } from './trouble';
import { ObservedObject, Verdict } from './types';

/**
 * A rule about one kind of thing: what it says when it holds, nothing when it doesn't. Of a list of rules the first that says
 * something counts.
 */
export type Rule = (object: ObservedObject) => Verdict | undefined;

const deleting: Rule = object =>
  object.deletedAt === undefined
    ? undefined
    : {
        status: 'Deleting',
        ...because(syncError(object)),
        since: object.deletedAt,
      };

const paused: Rule = object =>
  isPaused(object)
    ? {
        status: 'Paused',
        reason: 'ReconcilePaused',
        message: conditionOf(object, 'Synced')?.message,
        since: conditionOf(object, 'Synced')?.lastTransitionTime,
      }
    : undefined;

/** The external resource works as it was; its last change failed. */
const readyButNotApplied: Rule = object => {
  const error = syncError(object);
  return isTrue(object, 'Ready') && error && !isPassing(error)
    ? {
        status: 'Ready',
        notApplied: true,
        ...because(error),
      }
    : undefined;
};

const ready: Rule = object => {
  const condition = conditionOf(object, 'Ready');
  if (condition?.status !== 'True') return undefined;
  const operation = conditionOf(object, 'AsyncOperation');
  const { stateName } = record(object.status.atProvider);
  return {
    status: 'Ready',
    changing:
      (operation?.status === 'False' && operation.reason === 'Ongoing') ||
      stateName === 'UPDATING',
    since: condition.lastTransitionTime,
    reason: condition.reason,
  };
};

const waiting: Rule = object => {
  const error = syncError(object);
  return error && waitsForReference(error)
    ? { status: 'Progressing', waitsForReference: true, ...because(error) }
    : undefined;
};

const retrying: Rule = object => {
  const error = syncError(object);
  return error && isPassing(error)
    ? { status: 'Progressing', ...because(error) }
    : undefined;
};

const failing: Rule = object => {
  const error = syncError(object);
  return error && { status: 'Failed', ...because(error) };
};

/** It exists and can't be used: unlike Creating, nobody is at work on it. */
const unavailable: Rule = object => {
  const condition = conditionOf(object, 'Ready');
  return condition?.status === 'False' && condition.reason === 'Unavailable'
    ? { status: 'Failed', ...because(condition) }
    : undefined;
};

const undecided: Rule = object => {
  const condition = conditionOf(object, 'Ready');
  return condition?.status === 'Unknown'
    ? { status: 'Unknown', ...because(condition) }
    : undefined;
};

const creating: Rule = object => ({
  status: 'Progressing',
  reason: 'Creating',
  since: object.createdAt,
  ...because(conditionOf(object, 'Ready')),
});

/** Managed resources, nested composites, and whatever else speaks in Crossplane's conditions. */
const CROSSPLANE_RULES: readonly Rule[] = [
  deleting,
  paused,
  readyButNotApplied,
  ready,
  waiting,
  retrying,
  failing,
  unavailable,
  undecided,
  creating,
];

/** The pods of the old version serve; those of the new one don't come up. */
const servesOldVersion: Rule = object => {
  const error = rolloutError(object);
  return isTrue(object, 'Available') && error
    ? { status: 'Ready', notApplied: true, ...because(error) }
    : undefined;
};

const serves: Rule = object => {
  const available = conditionOf(object, 'Available');
  if (available?.status !== 'True') return undefined;
  const { observedGeneration, replicas, updatedReplicas } = object.status;
  return {
    status: 'Ready',
    changing:
      (number(observedGeneration) ?? Infinity) < (object.generation ?? 0) ||
      (number(updatedReplicas) ?? Infinity) < (number(replicas) ?? 0),
    since: available.lastTransitionTime,
    reason: available.reason,
  };
};

const podsFail: Rule = object => {
  const error = rolloutError(object);
  return error && { status: 'Failed', ...because(error) };
};

/** The rollout was completed once, so nobody is waiting for pods to start: they stopped. */
const stoppedServing: Rule = object => {
  const available = conditionOf(object, 'Available');
  const progressing = conditionOf(object, 'Progressing');
  return available?.status === 'False' &&
    progressing?.reason === 'NewReplicaSetAvailable'
    ? { status: 'Failed', ...because(available) }
    : undefined;
};

const starting: Rule = object => ({
  status: 'Progressing',
  reason: 'Starting',
  since: object.createdAt,
  ...because(
    conditionOf(object, 'Available') ?? conditionOf(object, 'Progressing'),
  ),
});

/** Deployments (kubernetes/kubernetes, pkg/controller/deployment/util). */
const DEPLOYMENT_RULES: readonly Rule[] = [
  deleting,
  servesOldVersion,
  serves,
  podsFail,
  stoppedServing,
  starting,
];

const exists: Rule = object => ({ status: 'Ready', since: object.createdAt });

/** Objects without a state of their own: Services, ServiceAccounts, policies, Ingresses, PodMonitors. */
const EXISTENCE_RULES: readonly Rule[] = [deleting, exists];

/** What is to be said of a composed resource by itself. */
export function judgeResource(object: ObservedObject): Verdict {
  const rules = rulesFor(object);
  for (const rule of rules) {
    const verdict = rule(object);
    if (verdict) return verdict;
  }
  return { status: 'Unknown' };
}

function rulesFor(object: ObservedObject): readonly Rule[] {
  const { apiVersion, kind } = object.ref;
  if (kind === 'Deployment' && apiVersion.startsWith('apps/')) {
    return DEPLOYMENT_RULES;
  }
  return isPlain(object) ? EXISTENCE_RULES : CROSSPLANE_RULES;
}

/** Kubernetes' own kinds and those that only configure something; their conditions, if any, aren't Crossplane's. */
function isPlain({ ref }: ObservedObject): boolean {
  const group = ref.apiVersion.includes('/')
    ? ref.apiVersion.split('/')[0]
    : '';
  return (
    !group.includes('.') ||
    group.endsWith('.k8s.io') ||
    group === 'monitoring.coreos.com'
  );
}

function rolloutError(object: ObservedObject): Condition | undefined {
  const replicaFailure = conditionOf(object, 'ReplicaFailure');
  if (replicaFailure?.status === 'True') return replicaFailure;
  const progressing = conditionOf(object, 'Progressing');
  return progressing?.status === 'False' ? progressing : undefined;
}

function isTrue(object: ObservedObject, type: string): boolean {
  return conditionOf(object, type)?.status === 'True';
}

/** What a condition has to say, as part of a verdict. */
function because(
  condition: Condition | undefined,
): Pick<Verdict, 'since' | 'reason' | 'message'> {
  return condition
    ? {
        since: condition.lastTransitionTime,
        reason: text(condition.reason) ?? condition.type,
        message: condition.message,
      }
    : {};
}
