import {
  EnvironmentResource,
  EnvironmentStatus,
  Progress,
  ReconcileError,
} from '../schema/openapi';
import { Explanation, explain, messageOf, tellsError } from './cause';
import { judgeEnvironment } from './environmentRules';
import { hintFor } from './hints';
import { judgeResources } from './judge';
import { readableMessage } from './message';
import { conditionOf, observe, time } from './observe';
import { isPassing, isPaused, syncError } from './trouble';
import {
  EnvironmentAssessment,
  EnvironmentObservation,
  Facts,
  JudgedResource,
  ObservedObject,
} from './types';

/** Statuses in which nobody expects changes to arrive. */
const NOT_RECONCILED: readonly EnvironmentStatus[] = [
  'Deleting',
  'Paused',
  'Unknown',
];

/**
 * The health of an environment and of each of its resources, its cause and whose move it is.
 *
 * A pure function of what was observed: the same observation gives the same answer, and malformed objects count for as much as
 * can be read of them.
 *
 * @public
 */
export function assessEnvironment(
  observation: EnvironmentObservation,
): EnvironmentAssessment {
  const facts = gather(observation);
  const { status, changing } = judgeEnvironment(facts);
  const explanation = explain(status, facts);
  const since = sinceWhen(status, facts, explanation);
  const reconcileError = reconcileErrorOf(status, facts, explanation);
  return {
    status,
    ...(since && { since }),
    ...(changing && { changing }),
    ...explanation,
    progress: progressOf(status, facts, observation.planOrder),
    ...(reconcileError && { reconcileError }),
    conditions: facts.environment?.conditions ?? [],
    resources: facts.resources.map(describe),
  };
}

function gather(observation: EnvironmentObservation): Facts {
  const environment = observe(observation.environment);
  const composite = observe(observation.composite);
  const parents = [environment, composite].filter(
    (object): object is ObservedObject => object !== undefined,
  );
  // the composite behind a claim knows the reason, the claim only that it waits
  const error = [composite, environment]
    .map(syncError)
    .find(condition => condition && !isPassing(condition));
  const ready = conditionOf(environment, 'Ready');
  return {
    environment,
    parents,
    resources: inPlanOrder(
      judgeResources(
        composite ?? environment,
        observation.resources,
        observation.missing ?? [],
        error,
      ),
      observation.planOrder ?? [],
    ),
    error,
    everReady:
      ready?.status === 'True' ||
      time(environment?.status.firstReadyTime) !== undefined ||
      observation.firstReadyTime !== undefined,
  };
}

function inPlanOrder(
  resources: JudgedResource[],
  planOrder: readonly string[],
): JudgedResource[] {
  const rank = ({ compositionResourceName }: JudgedResource) => {
    const index = planOrder.indexOf(compositionResourceName ?? '');
    return index < 0 ? planOrder.length : index;
  };
  const age = ({ since, object }: JudgedResource) =>
    Date.parse(since ?? object?.createdAt ?? '') || Number.MAX_SAFE_INTEGER;
  return [...resources].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      age(a) - age(b) ||
      a.ref.kind.localeCompare(b.ref.kind, 'en') ||
      a.ref.name.localeCompare(b.ref.name, 'en'),
  );
}

function sinceWhen(
  status: EnvironmentStatus,
  { environment, parents, resources }: Facts,
  explanation: Explanation | undefined,
): string | undefined {
  const ready = conditionOf(environment, 'Ready');
  switch (status) {
    case 'Healthy':
      return ready?.lastTransitionTime;
    case 'Degraded':
      return ready?.status === 'True'
        ? explanation?.cause.since
        : ready?.lastTransitionTime ?? explanation?.cause.since;
    case 'Provisioning':
      return environment?.createdAt;
    case 'Deleting':
      return [
        ...parents.map(({ deletedAt }) => deletedAt),
        ...resources.map(({ object }) => object?.deletedAt),
      ]
        .filter((at): at is string => at !== undefined)
        .sort()[0];
    default:
      return explanation?.cause.since;
  }
}

function progressOf(
  status: EnvironmentStatus,
  { resources }: Facts,
  planOrder: readonly string[] = [],
): Progress {
  const staying = resources.filter(({ leaving }) => !leaving);
  return {
    ready: staying.filter(resource => resource.status === 'Ready').length,
    // once everything is there the plan has nothing to add, and may be of another revision than the environment
    total:
      status === 'Healthy'
        ? staying.length
        : Math.max(staying.length, planOrder.length),
  };
}

/** What keeps changes from arriving, unless it is the cause already. */
function reconcileErrorOf(
  status: EnvironmentStatus,
  facts: Facts,
  explanation: Explanation | undefined,
): ReconcileError | undefined {
  const { error, parents, resources } = facts;
  if (NOT_RECONCILED.includes(status) || parents.some(isPaused)) {
    return undefined;
  }
  if (error && !tellsError(explanation?.cause, facts)) {
    return toReconcileError(
      error.reason ?? error.type,
      error.message,
      error.lastTransitionTime,
    );
  }
  const circuit = parents
    .map(parent => conditionOf(parent, 'Responsive'))
    .find(condition => condition?.status === 'False');
  if (circuit) {
    return toReconcileError(
      circuit.reason ?? circuit.type,
      circuit.message,
      circuit.lastTransitionTime,
    );
  }
  const late = resources.find(({ notApplied }) => notApplied);
  return (
    late &&
    toReconcileError(
      late.reason ?? 'NotApplied',
      `${late.ref.kind} ${late.ref.name}: ${
        late.message ? readableMessage(late.message) : 'not applied'
      }`,
      late.since,
    )
  );
}

function toReconcileError(
  reason: string,
  message: string | undefined,
  since: string | undefined,
): ReconcileError {
  return {
    ...(since && { since }),
    reason,
    ...(message && { message: readableMessage(message) }),
  };
}

function describe(resource: JudgedResource): EnvironmentResource {
  const { ref, compositionResourceName, object, status, since, reason } =
    resource;
  const message = messageOf(resource);
  const hint =
    status === 'Ready' && !resource.notApplied
      ? ''
      : hintFor(status, reason, resource.message);
  return {
    ...ref,
    ...(compositionResourceName && { compositionResourceName }),
    ...(object?.externalName && { externalName: object.externalName }),
    status,
    ...(since && { since }),
    ...(reason && { reason }),
    ...(message && { message }),
    ...(hint && { hint }),
    ...(object && { conditions: object.conditions }),
  };
}
