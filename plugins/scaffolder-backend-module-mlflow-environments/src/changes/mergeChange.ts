import { ConflictError } from '@backstage/errors';
import { isKustomization } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { FileChange } from './FileChange';
import { mergeKustomization } from './kustomization';

/**
 * What a file becomes when a change meets the newest state of a branch.
 *
 * @param theirs - the file as the branch has it now, undefined when it isn't there
 * @returns the new text, undefined when the file goes
 * @throws ConflictError when somebody else changed the same claim
 */
export function mergeChange(
  change: FileChange,
  theirs: string | undefined,
): string | undefined {
  const { path, base, content } = change;
  if (theirs === base || theirs === content) return content;
  if (isKustomization(path) && theirs !== undefined && content !== undefined) {
    return mergeKustomization(base ?? '', content, theirs);
  }
  throw new ConflictError(
    base === undefined
      ? `${path} appeared in the repository meanwhile: choose another name, or look at that claim first`
      : `${path} changed in the repository meanwhile: look at it and start again`,
  );
}
