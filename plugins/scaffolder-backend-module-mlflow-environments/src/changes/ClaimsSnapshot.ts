import {
  asksFor,
  kustomizationPaths,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { posix } from 'node:path';

/** The newest state of the branch that claims are on. */
export interface ClaimsSnapshot {
  readFile(path: string): Promise<string | undefined>;
  /** Paths of all files below a folder; an empty name means the whole repository. */
  listFiles(folder: string): Promise<string[]>;
}

/** The file that asks for an environment of this name, in whichever namespace. */
export async function findHolder(
  snapshot: ClaimsSnapshot,
  claimsFolder: string,
  environmentID: string,
): Promise<string | undefined> {
  for (const path of await snapshot.listFiles(claimsFolder)) {
    const text = async () => (await snapshot.readFile(path)) ?? '';
    if (await asksFor(environmentID, path, text)) return path;
  }
  return undefined;
}

/** The kustomization in the folder of a file or folder. */
export async function kustomizationBeside(
  snapshot: ClaimsSnapshot,
  entryPath: string,
): Promise<{ path: string; base: string } | undefined> {
  const folder = posix.dirname(entryPath);
  for (const path of kustomizationPaths(folder === '.' ? '' : folder)) {
    const base = await snapshot.readFile(path);
    if (base !== undefined) return { path, base };
  }
  return undefined;
}
