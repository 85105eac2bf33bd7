/**
 * Scaffolder actions that write MLflow environment claims to Git.
 *
 * @packageDocumentation
 */

export { scaffolderModuleMlflowEnvironments as default } from './module';
