import { JsonObject } from '@backstage/types';

const TIME = '2026-11-01T10:00:00Z';

/** A condition as Crossplane and providers write it. */
export function condition(
  type: string,
  status: 'True' | 'False',
  reason: string,
  message = '',
): JsonObject {
  return { type, status, reason, message, lastTransitionTime: TIME };
}

export const SYNCED = condition('Synced', 'True', 'ReconcileSuccess');
export const READY = condition('Ready', 'True', 'Available');

/** Conditions of what is as it should be. */
export const ALL_WELL: JsonObject[] = [SYNCED, READY];
