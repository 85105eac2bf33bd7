import type { Entry } from './Entry';
import { isSecret, kindNameOf } from './groupKind';
import { controllerOf } from './ownership';
import type { ObjectReference } from './references';
import type {
  AbsentResource,
  EnvironmentRecord,
  KindState,
  ProjectedObject,
  Staleness,
} from './types';

/** What a record says about kinds. Undefined: not watched yet. */
export type KindLookup = (
  kind: string,
) => { state: KindState; message?: string } | undefined;

/** Makes the record of an environment from what is known now. */
export function buildRecord(
  entry: Entry,
  kindOf: KindLookup,
  stale: Staleness | undefined,
): EnvironmentRecord {
  const { ref, version, environment, composite } = entry;
  const { resources, leftovers } = entry.split();
  const references = entry.references();
  const kinds = [...entry.kinds(references)].filter(kind => !isSecret(kind));
  return {
    ref,
    uid: uidOf(entry, environment, resources),
    version,
    environment,
    composite,
    resources,
    leftovers,
    absent: absentResources(references, resources, kindOf),
    unreadableKinds: kinds
      .filter(kind => isUnreadable(kindOf(kind)?.state))
      .sort(),
    complete: kinds.every(
      kind => (kindOf(kind)?.state ?? 'syncing') !== 'syncing',
    ),
    stale,
  };
}

function uidOf(
  { ref }: Entry,
  environment: ProjectedObject | undefined,
  resources: ProjectedObject[],
): string {
  const controller = resources
    .map(controllerOf)
    .find(owner => owner?.name === ref.name);
  return (
    environment?.metadata.uid ??
    controller?.uid ??
    `${ref.cluster}/${ref.namespace}/${ref.name}`
  );
}

function absentResources(
  references: ObjectReference[],
  resources: ProjectedObject[],
  kindOf: KindLookup,
): AbsentResource[] {
  const present = new Set(
    resources.map(object => `${kindNameOf(object)}/${object.metadata.name}`),
  );
  return references
    .filter(ref => !present.has(`${kindNameOf(ref)}/${ref.name}`))
    .map(ref => ({ ...ref, ...reasonOf(kindNameOf(ref), kindOf) }));
}

function reasonOf(
  kind: string,
  kindOf: KindLookup,
): Pick<AbsentResource, 'reason' | 'message'> {
  if (isSecret(kind)) {
    return { reason: 'Secret' };
  }
  const { state, message } = kindOf(kind) ?? { state: 'syncing' };
  switch (state) {
    case 'synced':
      return { reason: 'Missing' };
    case 'missing':
      return {
        reason: 'Missing',
        message: `The cluster has no kind ${kind}`,
      };
    case 'syncing':
      return { reason: 'Unreadable', message: `${kind} is being listed` };
    default:
      return { reason: 'Unreadable', message };
  }
}

function isUnreadable(state: KindState | undefined): boolean {
  return state === 'forbidden' || state === 'failing';
}
