export { BareRepository } from './bareRepository';
export type { CommittedFile } from './bareRepository';
export { GitServer } from './server';
export type { GitCredentials, GitServerOptions } from './server';
