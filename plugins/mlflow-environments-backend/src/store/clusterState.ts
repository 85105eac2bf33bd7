import type { ClusterState, KindState } from './types';

/** What is known of one kind's watch. */
export interface WatchedKind {
  name: string;
  environments: boolean;
  state: KindState;
  /** Milliseconds since the epoch, as all times here. */
  since: number;
  message?: string;
  /** When the API last sent something about it. */
  heardAt?: number;
  /** Whether its objects were known in full at some time. */
  wasRead: boolean;
}

export interface DerivedClusterState {
  state: ClusterState;
  error?: string;
  /** For `stale`: when the cluster was last heard. */
  heardAt?: number;
}

/**
 * A cluster is as readable as its environments are. Any other kind that can't be read is a blemish, reported on its
 * own, and so is one of several kinds of environments that may not be listed.
 */
export function deriveClusterState(
  kinds: Iterable<WatchedKind>,
): DerivedClusterState {
  const all = [...kinds];
  const environments = all.filter(kind => kind.environments);
  const broken =
    environments.find(({ state }) => state === 'failing') ??
    (environments.every(({ state }) => state === 'forbidden')
      ? environments[0]
      : undefined);
  if (broken) {
    return environments.some(({ wasRead }) => wasRead)
      ? { state: 'stale', error: broken.message, heardAt: broken.heardAt }
      : { state: 'connecting', error: broken.message };
  }
  if (all.some(({ heardAt, state }) => heardAt || state === 'missing')) {
    return {
      state: all.some(({ state }) => state === 'syncing')
        ? 'syncing'
        : 'synced',
    };
  }
  return { state: 'connecting' };
}

/** Whether, since when and why objects of this kind are the last ones known instead of the present ones. */
export function kindStaleness(
  kind: WatchedKind,
): { since: number; reason: string } | undefined {
  const unread = kind.state === 'failing' || kind.state === 'forbidden';
  return unread && kind.wasRead
    ? {
        since: kind.heardAt ?? kind.since,
        reason: kind.message ?? `${kind.name} can't be read`,
      }
    : undefined;
}
