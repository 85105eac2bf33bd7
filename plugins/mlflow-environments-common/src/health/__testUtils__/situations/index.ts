export { provisioning } from './provisioning';
export { healthy } from './healthy';
export { degraded } from './degraded';
export { failed } from './failed';
export { leaving } from './deleting';
export { pausedOrUnknown } from './paused';
export type { Situation } from './types';
