import {
  ClaimFile,
  EnvironmentClaim,
  isKustomization,
  parseClaims,
  readClaimFile,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { ClaimsChange } from './ClaimsChange';

/** The claims of the changed files, before and after. */
export interface ReadClaims {
  /** What each changed file that is still there says. */
  after: ReadonlyMap<string, ClaimFile>;
  /** The claims that were in changed files, with their paths. */
  before: readonly { path: string; claim: EnvironmentClaim }[];
  /** The claim for the same environment as it was. */
  oldOf(claim: EnvironmentClaim): EnvironmentClaim | undefined;
}

/** An environment is the same as long as it has its name and its namespace, wherever its claim is. */
export function identityOf({ metadata }: EnvironmentClaim): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

export function readClaims({ files, changed }: ClaimsChange): ReadClaims {
  const after = new Map<string, ClaimFile>();
  const before: { path: string; claim: EnvironmentClaim }[] = [];
  for (const [path, oldText] of changed) {
    if (isKustomization(path)) continue;
    const text = files.get(path);
    if (text !== undefined) after.set(path, readClaimFile(text, path));
    for (const claim of parseClaims(oldText ?? '', path).claims) {
      before.push({ path, claim });
    }
  }
  return {
    after,
    before,
    oldOf: claim =>
      before.find(old => identityOf(old.claim) === identityOf(claim))?.claim,
  };
}
