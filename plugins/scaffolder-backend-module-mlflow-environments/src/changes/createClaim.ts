import { ConflictError } from '@backstage/errors';
import { addKustomizationResource } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { posix } from 'node:path';
import {
  ClaimsSnapshot,
  findHolder,
  kustomizationBeside,
} from './ClaimsSnapshot';
import { FileChange } from './FileChange';

/**
 * The changes that add a claim to a repository.
 *
 * @throws ConflictError when the name is taken there; the very same claim isn't taken but already there
 */
export async function createClaim(
  snapshot: ClaimsSnapshot,
  options: {
    environmentID: string;
    claimPath: string;
    claimsFolder: string;
    text: string;
  },
): Promise<FileChange[]> {
  const { environmentID, claimPath, claimsFolder, text } = options;
  const holder = await findHolder(snapshot, claimsFolder, environmentID);
  const present = await snapshot.readFile(claimPath);
  if (holder !== undefined && present !== text) {
    throw new ConflictError(
      `The name ${environmentID} is taken, ${holder} in the repository asks for it already: choose another one`,
    );
  }
  return [
    { path: claimPath, content: text },
    ...(await addToKustomization(snapshot, claimPath)),
  ];
}

async function addToKustomization(
  snapshot: ClaimsSnapshot,
  claimPath: string,
): Promise<FileChange[]> {
  const found = await kustomizationBeside(snapshot, claimPath);
  if (!found) return [];
  const { path, base } = found;
  const content = addKustomizationResource(base, posix.basename(claimPath));
  return content === base ? [] : [{ path, base, content }];
}
