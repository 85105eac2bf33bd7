/**
 * The frontend of MLflow environments. The plugin itself is the default export of `./alpha`.
 *
 * @packageDocumentation
 */

export * from './api';
