export { KubeClient } from './client';
export * from './conditions';
export {
  ApiError,
  isConflict,
  isInvalid,
  isNotFound,
  UnknownKindError,
} from './errors';
export { EventRecorder } from './eventRecorder';
export * from './objects';
export { Watcher } from './watcher';
export { WorkQueue } from './workQueue';
export type { Change } from './watcher';
export type { EventSubject } from './eventRecorder';
export type { NextVisit } from './workQueue';
