import { isKustomization } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { ClaimsChange } from '../check/ClaimsChange';
import { UsageError } from '../UsageError';
import { Repository } from './Repository';

/** No claim is nearly as large. */
const LARGEST_FILE = 1024 * 1024;

/**
 * Reads the claims below a folder from the working tree.
 *
 * @param options - `folder` relative to `cwd`; `base`: the revision to compare with, all files count as changed without one
 */
export async function readChange(
  repository: Repository,
  options: { folder: string; cwd: string; base?: string },
): Promise<ClaimsChange> {
  const folder = folderWithin(
    repository.root,
    resolve(await realpath(options.cwd), options.folder),
  );
  const { files, unreadable } = await readFiles(repository, folder);
  const changed =
    options.base === undefined
      ? new Map(
          [...files.keys(), ...unreadable.keys()].map(path => [
            path,
            undefined,
          ]),
        )
      : await readBefore(repository, folder, options.base);
  if (files.size + unreadable.size + changed.size === 0) {
    throw new UsageError(`there are no claims below ${options.folder}`);
  }
  return { folder, files, unreadable, changed };
}

async function readFiles(repository: Repository, folder: string) {
  const files = new Map<string, string>();
  const unreadable = new Map<string, string>();
  for (const path of await repository.files(folder)) {
    if (!isOfInterest(path)) continue;
    const text = await readText(join(repository.root, path));
    if (typeof text === 'string') files.set(path, text);
    else if (text) unreadable.set(path, text.unreadable);
  }
  return { files, unreadable };
}

async function readBefore(
  repository: Repository,
  folder: string,
  base: string,
): Promise<ClaimsChange['changed']> {
  const commit = await repository.mergeBase(base);
  const changed = new Map<string, string | undefined>();
  for (const path of await repository.changedSince(commit, folder)) {
    if (isOfInterest(path)) {
      changed.set(path, await repository.textAt(commit, path));
    }
  }
  return changed;
}

/** Text of a file, or why it isn't one; undefined when there is nothing. Links are not followed: they may lead anywhere. */
async function readText(
  path: string,
): Promise<string | { unreadable: string } | undefined> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats) return undefined;
  if (!stats.isFile()) {
    return { unreadable: 'is a link or a folder, put the claim itself here' };
  }
  if (stats.size > LARGEST_FILE) {
    return { unreadable: 'is larger than 1 MiB, which no claim is' };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      await readFile(path),
    );
  } catch {
    return { unreadable: 'is not UTF-8 text' };
  }
}

function isOfInterest(path: string): boolean {
  return /\.ya?ml$/i.test(path) || isKustomization(path);
}

function folderWithin(root: string, folder: string): string {
  const path = relative(root, folder);
  if (path === '..' || path.startsWith(`..${sep}`)) {
    throw new UsageError(`${folder} is not in the repository ${root}`);
  }
  return path.split(sep).join('/');
}
