import { ConditionState } from '../kube';

/** Conditions as crossplane-runtime and upjet word them. */
export const CREATING: ConditionState = {
  type: 'Ready',
  status: 'False',
  reason: 'Creating',
};
export const AVAILABLE: ConditionState = {
  type: 'Ready',
  status: 'True',
  reason: 'Available',
};
export const DELETING: ConditionState = {
  type: 'Ready',
  status: 'False',
  reason: 'Deleting',
};
export const RECONCILE_SUCCESS: ConditionState = {
  type: 'Synced',
  status: 'True',
  reason: 'ReconcileSuccess',
};
export const RECONCILE_PAUSED: ConditionState = {
  type: 'Synced',
  status: 'False',
  reason: 'ReconcilePaused',
};
export const ASYNC_SUCCESS: ConditionState = {
  type: 'LastAsyncOperation',
  status: 'True',
  reason: 'Success',
};

export function reconcileError(message: string): ConditionState {
  return { type: 'Synced', status: 'False', reason: 'ReconcileError', message };
}

export function asyncFailure(message: string): ConditionState {
  return {
    type: 'LastAsyncOperation',
    status: 'False',
    reason: 'AsyncCreateFailure',
    message,
  };
}
