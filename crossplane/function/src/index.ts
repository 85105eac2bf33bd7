/**
 * What an MLflow environment consists of: pure functions from a claim and the platform's settings, without the function
 * SDK, for everybody who has to know before Crossplane does.
 *
 * @packageDocumentation
 */

export { compose } from './compose/compose';
export type { Composed, ComposedResource } from './compose/compose';
export { plan } from './compose/plan';
export type { PlannedResource } from './compose/plan';
export type { EnvironmentCondition } from './compose/conditions';
export type { EnvironmentStatus } from './compose/status';
export {
  COMPOSITION_RESOURCE_NAMES,
  accessListResourceName,
} from './compose/names';
export type {
  AccessListResourceName,
  CompositionResourceName,
  Names,
} from './compose/names';
export { toAtlasTagValue, toAwsTagValue, toLabelValue } from './compose/tags';
export { InvalidInputError } from './errors';
export { readEnvironment } from './environment';
export type { Environment, Parameters } from './environment';
export { parseSettings } from './settings';
export type { PlatformSettings } from './settings';
export type {
  KubernetesObject,
  ObjectMeta,
  Observed,
  ObservedResource,
} from './kubernetes';
