import { arrayAt, isObject, JsonObject, stringAt } from '../json';
import { KubeObject } from './objects';

/** A status condition in the shape that Crossplane and its providers write. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message?: string;
  observedGeneration?: number;
  lastTransitionTime: string;
}

/** A condition before it is known when it came to be. */
export type ConditionState = Omit<
  Condition,
  'lastTransitionTime' | 'observedGeneration'
>;

export function conditionsOf(object: KubeObject): Condition[] {
  return arrayAt(object.status, 'conditions').filter(
    isObject,
  ) as unknown as Condition[];
}

export function conditionOf(
  object: KubeObject,
  type: string,
): Condition | undefined {
  return conditionsOf(object).find(condition => condition.type === type);
}

/** Whether the object has the condition with status `True`. */
export function isTrue(object: KubeObject, type: string): boolean {
  return conditionOf(object, type)?.status === 'True';
}

/**
 * The conditions with some of them replaced. One that says the same as before keeps
 * its transition time; order is kept, new ones come last.
 */
export function withConditions(
  current: Condition[],
  states: ConditionState[],
  options: { generation?: number; now: Date },
): Condition[] {
  const next = new Map(current.map(condition => [condition.type, condition]));
  for (const state of states) {
    const previous = next.get(state.type);
    const candidate: Condition = {
      ...state,
      ...(options.generation === undefined
        ? {}
        : { observedGeneration: options.generation }),
      lastTransitionTime: secondsOf(options.now),
    };
    if (!previous || !saysTheSame(previous, candidate)) {
      next.set(state.type, candidate);
    }
  }
  return [...next.values()];
}

/** Kubernetes writes times in UTC with whole seconds. */
export function secondsOf(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Conditions as JSON for a patch. */
export function asJson(conditions: Condition[]): JsonObject[] {
  return conditions.map(condition => ({ ...condition }));
}

function saysTheSame(a: Condition, b: Condition): boolean {
  return (
    a.status === b.status &&
    a.reason === b.reason &&
    (stringAt(a, 'message') ?? '') === (stringAt(b, 'message') ?? '') &&
    a.observedGeneration === b.observedGeneration
  );
}
