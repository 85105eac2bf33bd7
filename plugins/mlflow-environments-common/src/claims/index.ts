export type {
  ClaimFileProblem,
  ClaimParameters,
  ClaimProblem,
  ComputeResources,
  EnvironmentClaim,
} from './types';
export { buildClaim } from './buildClaim';
export { renderClaim } from './renderClaim';
export { formatFileProblem, parseClaim, parseClaims } from './parseClaim';
export { validateClaim } from './validateClaim';
export { defaultClaim } from './defaults';
export { checkName } from './name';
export { checkRepositoryPath, claimPath } from './claimPath';
export { updateClaimText } from './updateClaim';
export type { ClaimChanges } from './updateClaim';
export {
  addKustomizationResource,
  removeKustomizationResource,
} from './kustomization';
