import { Condition, ConditionState } from '../kube';
import { AppliedResource } from './composedResources';

const NAMED_AT_MOST = 3;
const SYSTEM_CONDITIONS = ['Synced', 'Ready', 'Responsive'];

export const RESPONSIVE: ConditionState = {
  type: 'Responsive',
  status: 'True',
  reason: 'WatchCircuitClosed',
};

export const RECONCILE_SUCCESS: ConditionState = {
  type: 'Synced',
  status: 'True',
  reason: 'ReconcileSuccess',
};

export const DELETING: ConditionState = {
  type: 'Ready',
  status: 'False',
  reason: 'Deleting',
};

export const RECONCILE_PAUSED: ConditionState = {
  type: 'Synced',
  status: 'False',
  reason: 'ReconcilePaused',
  message:
    'Reconciliation (including deletion) is paused via the pause annotation',
};

export function reconcileError(message: string): ConditionState {
  return { type: 'Synced', status: 'False', reason: 'ReconcileError', message };
}

/** Whether everything desired was accepted by the API server. */
export function syncedCondition(resources: AppliedResource[]): ConditionState {
  const unsynced = resources.filter(resource => resource.invalid);
  return unsynced.length > 0
    ? reconcileError(`Unsynced resources: ${firstNamed(unsynced)}`)
    : RECONCILE_SUCCESS;
}

/** Whether everything composed is ready, unless a function decided for itself. */
export function readyCondition(
  resources: AppliedResource[],
  decided: boolean | undefined,
): ConditionState {
  const unready = resources.filter(resource => !resource.ready);
  if (decided ?? unready.length === 0) {
    return { type: 'Ready', status: 'True', reason: 'Available' };
  }
  return {
    type: 'Ready',
    status: 'False',
    reason: 'Creating',
    ...(decided === undefined && {
      message: `Unready resources: ${firstNamed(unready)}`,
    }),
  };
}

/** Conditions that a function may set: not Crossplane's own. */
export function customConditions(states: ConditionState[]): ConditionState[] {
  return states.filter(({ type }) => !SYSTEM_CONDITIONS.includes(type));
}

/** After a fatal result nothing is known of the conditions that functions would have set. */
export function unknownAfterFatal(
  current: Condition[],
  seen: ConditionState[],
): ConditionState[] {
  const types = new Set(seen.map(({ type }) => type));
  return current
    .filter(({ type }) => !SYSTEM_CONDITIONS.includes(type) && !types.has(type))
    .map(({ type }) => ({
      type,
      status: 'Unknown',
      reason: 'FatalError',
      message:
        'A fatal error occurred before the status of this condition could be determined.',
    }));
}

/** `a, b`, `a, b, and c`, `a, b, c, and 2 more`: sorted, so that it stays the same. */
function firstNamed(resources: AppliedResource[]): string {
  const names = resources.map(resource => resource.name).sort();
  if (names.length < NAMED_AT_MOST) {
    return names.join(', ');
  }
  const last =
    names.length === NAMED_AT_MOST
      ? names[NAMED_AT_MOST - 1]
      : `${names.length - NAMED_AT_MOST} more`;
  const first =
    names.length === NAMED_AT_MOST
      ? names.slice(0, -1)
      : names.slice(0, NAMED_AT_MOST);
  return `${first.join(', ')}, and ${last}`;
}
