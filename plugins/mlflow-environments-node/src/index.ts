/**
 * Extension points of the MLflow environments backend.
 *
 * @packageDocumentation
 */

export * from './clusters';
