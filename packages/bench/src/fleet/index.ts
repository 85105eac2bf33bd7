export { createFleet } from './createFleet';
export type { Fleet, FleetEnvironment } from './createFleet';
export { wholeEnvironment } from './wholeEnvironment';
