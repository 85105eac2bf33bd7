import { Condition } from '../schema/openapi';
import { JudgedResource } from './types';

/**
 * The composed resource that an error of the environment is about, where it names one. Crossplane calls resources by their
 * name in the composition, and the API server by their own (`(team-a/churn-1; s3.../v1beta1, Kind=Bucket)`).
 */
export function refusedResource(
  error: Condition | undefined,
  resources: readonly JudgedResource[],
): JudgedResource | undefined {
  const message = error?.message ?? '';
  const composed =
    /composed resource "([^"]+)"/.exec(message)?.[1] ??
    namesAfter('Unsynced resources: ', message)[0];
  const object = /\((?:[^/;()]+\/)?([^/;()]+); [^,()]+, Kind=(\w+)\)/.exec(
    message,
  );
  return resources.find(
    ({ compositionResourceName, ref }) =>
      (composed !== undefined && compositionResourceName === composed) ||
      (object !== null && ref.name === object[1] && ref.kind === object[2]),
  );
}

/** The resources that the environment's Ready condition calls unready; Crossplane names at most three. */
export function unreadyNames(ready: Condition | undefined): string[] {
  return namesAfter('Unready resources: ', ready?.message ?? '');
}

function namesAfter(label: string, message: string): string[] {
  const start = message.indexOf(label);
  if (start < 0) return [];
  return message
    .slice(start + label.length)
    .split(/,? and |, /)
    .map(name => name.trim())
    .filter(name => name !== '' && !/^\d+ more$/.test(name));
}
