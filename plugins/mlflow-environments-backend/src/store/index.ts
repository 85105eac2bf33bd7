export type { ClusterFeed, KindFeed, KindRole } from './feed';
export {
  isSecret,
  kindName,
  kindNameOf,
  parseApiVersion,
  type GroupKind,
} from './groupKind';
export { MemoryEnvironmentStore } from './MemoryEnvironmentStore';
export type { ClusterInfo } from './ClusterView';
export {
  compositeReference,
  resourceReferences,
  type ObjectReference,
} from './references';
export type * from './types';
