/**
 * Watches MLflow environments on every cluster and serves their health, history and previews.
 *
 * @packageDocumentation
 */

export { mlflowEnvironmentsPlugin as default } from './plugin';
export {
  createMlflowEnvironmentConditionalDecision,
  mlflowEnvironmentConditions,
} from './permissions/conditions';
export {
  environmentPermissionResourceRef,
  type EnvironmentCondition,
  type EnvironmentFacts,
} from './permissions/resource';
