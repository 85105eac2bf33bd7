import { ConflictError, NotFoundError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileChange } from '../changes/FileChange';
import { mergeChange } from '../changes/mergeChange';
import { GitRepository } from './GitRepository';
import { CommitIdentity } from './identity';
import { FileChanges } from './tree';

/** How often a branch may move under a change before that is an error. */
const MAX_ATTEMPTS = 10;

/** Longest wait before the next attempt, times the number of the attempt. */
const MAX_WAIT_MS = 200;

/**
 * Commits changes on top of a branch and pushes them. When the branch moves meanwhile, the changes meet its new state and the
 * push is tried again; a claim that somebody else changed is a conflict.
 *
 * @returns the commit; the branch's newest one when it holds the changes already
 */
export async function pushChanges(
  repository: GitRepository,
  options: {
    cloneUrl: string;
    branch: string;
    /** Where the branch begins when it doesn't exist yet. */
    baseBranch: string;
    changes: FileChange[];
    message: string;
    author: CommitIdentity;
  },
): Promise<string> {
  const { cloneUrl, branch, baseBranch, changes, message, author } = options;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const head = await repository.fetchHead(branch);
    const parent = head ?? (await repository.fetchHead(baseBranch));
    if (parent === undefined) throw noBranch(cloneUrl, baseBranch);

    const commit = await repository.commit({
      parent,
      changes: await meet(repository, parent, changes),
      message,
      author,
    });
    if (commit === undefined) return parent;
    if (await repository.push(branch, head)) return commit;
    await sleep(Math.random() * MAX_WAIT_MS * attempt);
  }
  throw new ConflictError(
    `The branch ${branch} of ${cloneUrl} kept moving while the change was pushed: try again`,
  );
}

/** There is nothing to commit on top of. */
export function noBranch(cloneUrl: string, branch: string): Error {
  return new NotFoundError(
    `${cloneUrl} has no branch ${branch}: create it with a first commit, or correct the target's branch`,
  );
}

async function meet(
  repository: GitRepository,
  revision: string,
  changes: FileChange[],
): Promise<FileChanges> {
  const merged = new Map<string, string | undefined>();
  for (const change of changes) {
    const theirs = await repository.readFile(revision, change.path);
    merged.set(change.path, mergeChange(change, theirs));
  }
  return merged;
}
