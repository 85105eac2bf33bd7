import {
  Cause,
  Condition,
  EnvironmentStatus,
  ResourceStatus,
} from '../schema/openapi';
import { functionsComplaint } from './environmentRules';
import { hintFor } from './hints';
import { readableMessage } from './message';
import { conditionOf } from './observe';
import { pathTo } from './path';
import { refusedResource } from './refusal';
import { isPaused, syncError } from './trouble';
import { Facts, JudgedResource } from './types';

/** Why an environment isn't healthy, and what to do about it. */
export interface Explanation {
  cause: Cause;
  hint: string;
}

/** A candidate: nothing when it doesn't apply. */
type Candidate = Explanation | undefined;

/** Why an environment has a status; undefined for a healthy one, which needs no explanation. */
export function explain(
  status: EnvironmentStatus,
  facts: Facts,
): Explanation | undefined {
  return status === 'Healthy'
    ? undefined
    : candidates(status, facts) ?? withoutCondition(facts, status);
}

/** The first that applies explains the status. */
function candidates(status: EnvironmentStatus, facts: Facts): Candidate {
  switch (status) {
    case 'Deleting':
      return (
        aResource(facts, 'Deleting', hasMessage) ??
        aResource(facts, 'Deleting') ??
        theEnvironment(facts, status, facts.error) ??
        aResource(facts)
      );
    case 'Paused':
      return aPausedParent(facts) ?? aResource(facts, 'Paused');
    case 'Degraded':
      return (
        aResource(facts, 'Failed') ??
        theEnvironment(facts, status, functionsComplaint(facts)) ??
        aResource(facts) ??
        theError(facts, status) ??
        theEnvironment(facts, status, readyOf(facts))
      );
    case 'Failed':
      // what stops Crossplane stops everything else, so it comes before what else is wrong
      return (
        theError(facts, status) ??
        aResource(facts, 'Failed') ??
        theEnvironment(facts, status, functionsComplaint(facts))
      );
    case 'Provisioning':
      return (
        aResource(facts, undefined, isNotWaiting) ??
        aResource(facts) ??
        theEnvironment(facts, status, syncError(facts.environment)) ??
        theEnvironment(facts, status, readyOf(facts))
      );
    default:
      return theEnvironment(facts, status, readyOf(facts));
  }
}

/** What a status means by itself, where nothing has a word to say about it. */
const MEANINGS: Record<EnvironmentStatus, string> = {
  Pending: 'It has not reached its cluster yet.',
  Provisioning: 'Crossplane has not taken it up yet.',
  Healthy: 'It is ready.',
  Degraded: 'It was ready and is not any more.',
  Failed: 'It is failing.',
  Deleting: 'Its resources are being deleted.',
  Paused: 'It is paused.',
  Unknown: 'Nothing is known of it.',
};

/** Whether a cause tells the environment's own error already. */
export function tellsError(cause: Cause | undefined, facts: Facts): boolean {
  return (
    cause !== undefined &&
    facts.error?.message !== undefined &&
    cause.message === readableMessage(facts.error.message)
  );
}

/** The message of a resource for people; one of our own where it has none. */
export function messageOf({
  status,
  ref,
  reason,
  message,
}: JudgedResource): string | undefined {
  if (message) return readableMessage(message);
  const name = `${ref.kind} ${ref.name}`;
  const own: Record<ResourceStatus, string | undefined> = {
    Ready: undefined,
    Progressing: `${name} is being created.`,
    Failed: `${name} is not available.`,
    Deleting: `${name} is being deleted.`,
    Paused: `${name} is paused.`,
    Missing: `${name} does not exist.`,
    Unknown: `${name} cannot be read.`,
  };
  return reason === 'Unreadable' ? undefined : own[status];
}

/** Of the resources with a status (any but Ready when left out) the first in plan order, then the oldest. */
function aResource(
  facts: Facts,
  status?: ResourceStatus,
  where: (resource: JudgedResource) => boolean = () => true,
): Candidate {
  const resource = facts.resources.find(
    candidate =>
      (status ? candidate.status === status : candidate.status !== 'Ready') &&
      (facts.environment === undefined || !candidate.leaving) &&
      where(candidate),
  );
  return resource && ofResource(facts, resource);
}

function ofResource(facts: Facts, resource: JudgedResource): Explanation {
  const { status, reason, message, since } = resource;
  return {
    cause: {
      path: pathTo(facts, resource),
      ...(reason && { reason }),
      message:
        messageOf(resource) ??
        `${resource.ref.kind} ${resource.ref.name} cannot be read.`,
      ...(since && { since }),
    },
    hint: hintFor(status, reason, message),
  };
}

function theError(facts: Facts, status: EnvironmentStatus): Candidate {
  const { error, resources } = facts;
  const refused = refusedResource(error, resources);
  return refused?.status === 'Failed'
    ? ofResource(facts, refused)
    : theEnvironment(facts, status, error);
}

function theEnvironment(
  facts: Facts,
  status: EnvironmentStatus,
  condition: Condition | undefined,
): Candidate {
  if (!condition || (!condition.message && !condition.reason)) return undefined;
  const { type, reason = type, message, lastTransitionTime } = condition;
  return {
    cause: {
      path: pathTo(facts),
      reason,
      message: message ? readableMessage(message) : reason,
      ...(lastTransitionTime && { since: lastTransitionTime }),
    },
    hint: hintFor(status, reason, message),
  };
}

function aPausedParent(facts: Facts): Candidate {
  const parent = facts.parents.find(isPaused);
  if (!parent) return undefined;
  const synced = conditionOf(parent, 'Synced');
  return theEnvironment(
    {
      ...facts,
      parents: facts.parents.slice(0, facts.parents.indexOf(parent) + 1),
    },
    'Paused',
    {
      type: 'Synced',
      status: 'False',
      reason: 'ReconcilePaused',
      message:
        'Reconciliation is paused by the annotation crossplane.io/paused.',
      ...(synced?.reason === 'ReconcilePaused' && synced),
    },
  );
}

function withoutCondition(
  facts: Facts,
  status: EnvironmentStatus,
): Explanation {
  return {
    cause: { path: pathTo(facts), message: MEANINGS[status] },
    hint: hintFor(status, undefined, undefined),
  };
}

function readyOf({ environment }: Facts): Condition | undefined {
  return conditionOf(environment, 'Ready');
}

function hasMessage({ message }: JudgedResource): boolean {
  return message !== undefined;
}

function isNotWaiting({ waitsForReference }: JudgedResource): boolean {
  return !waitsForReference;
}
