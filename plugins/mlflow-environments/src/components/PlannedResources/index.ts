export {
  PlannedResources,
  type PlannedResourcesProps,
} from './PlannedResources';
