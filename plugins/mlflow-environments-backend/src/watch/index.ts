export { FleetWatcher, type FleetWatcherOptions } from './FleetWatcher';
export { ENVIRONMENT_KIND } from './kinds';
export { projectObject } from './projection';
export {
  collectionPath,
  groupVersionPath,
  type ResourceType,
} from './resourceType';
