/**
 * Measures the plugins at fleet scale; run with `npm run bench` and `npm run soak`.
 *
 * @packageDocumentation
 */

export { bench } from './bench';
export { soak } from './soak';
