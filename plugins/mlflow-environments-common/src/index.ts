/**
 * The claim model, health rules, permissions and API client of MLflow environments.
 *
 * @packageDocumentation
 */

export * from './claims';
export * from './client';
export * from './environment';
export * from './events';
export * from './health';
export * from './permissions';
