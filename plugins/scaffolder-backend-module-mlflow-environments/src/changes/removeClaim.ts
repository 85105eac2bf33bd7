import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  EnvironmentClaim,
  isEmptyKustomization,
  readClaimFile,
  removeKustomizationResource,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { posix } from 'node:path';
import {
  ClaimsSnapshot,
  findHolder,
  kustomizationBeside,
} from './ClaimsSnapshot';
import { FileChange } from './FileChange';

/** What it takes to remove a claim. */
export interface ClaimRemoval {
  /** The claim that goes, as it is in Git. */
  claim: EnvironmentClaim;
  claimPath: string;
  changes: FileChange[];
}

/**
 * The changes that take a claim out of a repository.
 *
 * @throws NotFoundError when no file asks for the environment, ConflictError when its file holds more than that
 */
export async function removeClaim(
  snapshot: ClaimsSnapshot,
  options: { namespace: string; environmentID: string; claimsFolder: string },
): Promise<ClaimRemoval> {
  const { namespace, environmentID, claimsFolder } = options;
  const path = await findHolder(snapshot, claimsFolder, environmentID);
  const text = path && (await snapshot.readFile(path));
  if (!path || text === undefined) {
    throw new NotFoundError(
      `No file of the repository asks for ${environmentID}: it is decommissioned already, or its claim is kept elsewhere`,
    );
  }
  return {
    claim: onlyClaim(text, path, { namespace, environmentID }),
    claimPath: path,
    changes: [
      { path, base: text },
      ...(await removeFromKustomization(snapshot, path)),
    ],
  };
}

/** The file goes as a whole, so nothing else may be in it. */
function onlyClaim(
  text: string,
  path: string,
  expected: { namespace: string; environmentID: string },
): EnvironmentClaim {
  const { claims, others, problems } = readClaimFile(text, path);
  if (claims.length !== 1 || others.length > 0 || problems.length > 0) {
    throw new ConflictError(
      `${path} holds more than the environment ${expected.environmentID}: take its claim out by hand`,
    );
  }
  const [{ claim }] = claims;
  const { name, namespace = expected.namespace } = claim.metadata;
  if (name !== expected.environmentID || namespace !== expected.namespace) {
    throw new ConflictError(
      `${path} asks for ${namespace}/${name}, not for ${expected.namespace}/${expected.environmentID}`,
    );
  }
  return claim;
}

/**
 * Takes a file or folder out of the kustomization beside it. One that has nothing left goes as well, and so on with the one
 * above: Kustomize refuses to build from one that is empty.
 */
async function removeFromKustomization(
  snapshot: ClaimsSnapshot,
  entryPath: string,
): Promise<FileChange[]> {
  const found = await kustomizationBeside(snapshot, entryPath);
  if (!found) return [];
  const { path, base } = found;
  const content = removeKustomizationResource(base, posix.basename(entryPath));
  if (content === base) return [];
  if (!isEmptyKustomization(content)) return [{ path, base, content }];
  const folder = posix.dirname(entryPath);
  return [
    { path, base },
    ...(folder === '.' ? [] : await removeFromKustomization(snapshot, folder)),
  ];
}
