export type {
  ClaimFileProblem,
  ClaimParameters,
  ClaimProblem,
  ComputeResources,
  EnvironmentClaim,
} from './types';
export { buildClaim } from './buildClaim';
export { renderClaim } from './renderClaim';
export { readClaimFile } from './claimFile';
export type { ClaimFile, WrittenClaim } from './claimFile';
export { formatFileProblem, parseClaim, parseClaims } from './parseClaim';
export { validateClaim } from './validateClaim';
export { defaultClaim } from './defaults';
export {
  asksForConfirmation,
  confirmationOptions,
  missingConfirmations,
} from './confirmation';
export { asksFor } from './asksFor';
export { checkName } from './name';
export { checkRepositoryPath, claimPath } from './claimPath';
export { updateClaimText } from './updateClaim';
export type { ClaimChanges } from './updateClaim';
export {
  addKustomizationResource,
  isEmptyKustomization,
  isKustomization,
  kustomizationPaths,
  kustomizationResources,
  removeKustomizationResource,
} from './kustomization';
