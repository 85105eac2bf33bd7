export { fleetClaims } from './claims';
export { createFleet } from './createFleet';
export type { Fleet } from './createFleet';
