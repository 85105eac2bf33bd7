export { FleetWatcher, type FleetWatcherOptions } from './FleetWatcher';
export { ENVIRONMENT_KIND } from './kinds';
export { projectObject } from './projection';
export { WatchMetrics } from './WatchMetrics';
export { readEnvironmentKinds } from './readEnvironmentKinds';
export {
  collectionPath,
  groupVersionPath,
  type ResourceType,
} from './resourceType';
