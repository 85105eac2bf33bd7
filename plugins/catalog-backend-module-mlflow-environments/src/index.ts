/**
 * Catalog module that keeps MLflow environments as Resource entities.
 *
 * @packageDocumentation
 */

export { catalogModuleMlflowEnvironments as default } from './module';
