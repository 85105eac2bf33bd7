import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { serializeDirectoryContents } from '@backstage/plugin-scaffolder-node';
import { checkRepositoryPath } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import { FileChange } from './FileChange';

/** Where a step's changed files are, as paths relative to the workspace. */
export interface ChangeFolders {
  /** The touched files as they will be. */
  changesPath: string;
  /** The touched files as they were. */
  basePath: string;
}

/** Folders for the changes to one claim. */
export function changeFoldersOf(claimPath: string): ChangeFolders {
  const folder = posix.join(
    'mlflow-environments',
    claimPath.replace(/\.yaml$/, ''),
  );
  return { changesPath: `${folder}/changes`, basePath: `${folder}/base` };
}

/** Writes touched files into the workspace, and nothing else. What an earlier try left there goes. */
export async function writeChanges(
  workspacePath: string,
  folders: ChangeFolders,
  changes: FileChange[],
): Promise<void> {
  const changesDir = resolveSafeChildPath(workspacePath, folders.changesPath);
  const baseDir = resolveSafeChildPath(workspacePath, folders.basePath);
  for (const directory of [changesDir, baseDir]) {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
  }
  for (const { path, base, content } of changes) {
    if (content !== undefined) await write(changesDir, path, content);
    if (base !== undefined) await write(baseDir, path, base);
  }
}

/**
 * Reads back what was written, possibly by another step.
 *
 * @throws InputError for a path that leaves the workspace or the repository, a link, or a file that isn't text
 */
export async function readChanges(
  workspacePath: string,
  options: { changesPath: string; basePath?: string; filesToDelete: string[] },
): Promise<FileChange[]> {
  const contents = await readTexts(workspacePath, options.changesPath);
  const bases = options.basePath
    ? await readTexts(workspacePath, options.basePath)
    : new Map<string, string>();
  const both = options.filesToDelete.find(path => contents.has(path));
  if (both !== undefined) {
    throw new InputError(`${both} is both changed and deleted`);
  }
  return [...contents.keys(), ...options.filesToDelete].map(path => ({
    path: checkRepositoryPath(path),
    base: bases.get(path),
    content: contents.get(path),
  }));
}

async function write(directory: string, path: string, text: string) {
  const file = resolveSafeChildPath(directory, checkRepositoryPath(path));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function readTexts(
  workspacePath: string,
  folder: string,
): Promise<Map<string, string>> {
  const directory = resolveSafeChildPath(workspacePath, folder);
  const texts = new Map<string, string>();
  for (const file of await serializeDirectoryContents(directory)) {
    if (file.symlink) {
      throw new InputError(`${file.path} is a link, which can't be committed`);
    }
    texts.set(file.path, decode(file.path, file.content));
  }
  return texts;
}

function decode(path: string, content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new InputError(`${path} is not UTF-8 text, which can't be committed`);
  }
}
