export { assessEnvironment } from './assessEnvironment';
export { assessRequest } from './assessRequest';
export { readableMessage } from './message';
export type {
  AbsentResource,
  EnvironmentAssessment,
  EnvironmentObservation,
  KubernetesObject,
} from './types';
