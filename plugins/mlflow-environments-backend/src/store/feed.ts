import type { GroupKind } from './groupKind';
import type { KindState, ProjectedObject } from './types';

/** How the objects of one kind, and the state of their watch, get into the store. */
export interface KindFeed {
  upserted(object: ProjectedObject): void;
  removed(uid: string): void;
  /**
   * All objects of the kind were upserted, and these are they: whatever else is known of it is gone. Until then, an
   * object and its successor of the same name may both be there.
   */
  listed(uids: ReadonlySet<string>): void;
  /** The API sent something that isn't an object. */
  malformed(): void;
  /** The API sent something: what is held was true a moment ago. */
  heard(): void;
  state(state: KindState, message?: string): void;
}

/** What the objects of a kind are: environments and legacy claims, composites behind such claims, or composed. */
export type KindRole = 'environment' | 'composite' | 'composed';

/** How what is seen of one cluster gets into the store. */
export interface ClusterFeed {
  /** The feed of a kind, which is `syncing` from then on if it is new. */
  kind(kind: GroupKind, role: KindRole): KindFeed;
  /** Forgets a kind and its objects. */
  dropKind(kind: GroupKind): void;
  /** Names of the kinds that an environment refers to, or that there are objects of. */
  kindsInUse(): Set<string>;
  /** The cluster can't be watched, for this reason. */
  unsupported(reason: string): void;
}
