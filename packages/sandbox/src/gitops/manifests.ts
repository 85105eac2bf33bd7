import { parseAllDocuments } from 'yaml';
import { CommittedFile } from '../git';
import { isObject, stringAt } from '../json';
import { groupOf, KubeObject } from '../kube';

/** The kind that claims are of. */
export const CLAIM_GROUP = 'mlops.example.com';
export const CLAIM_KIND = 'MLflowEnvironment';

/** A claim and the file it comes from. */
export interface Manifest {
  path: string;
  namespace: string;
  name: string;
  object: KubeObject;
}

/** A file that can't be applied, and why. */
export interface Problem {
  path: string;
  message: string;
}

/** What a commit asks for. */
export interface DesiredState {
  manifests: Manifest[];
  problems: Problem[];
}

/** Reads all claims from a commit's files; other kinds and other files are none of ours. */
export function readManifests(files: CommittedFile[]): DesiredState {
  const manifests = new Map<string, Manifest>();
  const problems: Problem[] = [];
  for (const file of files.filter(({ path }) => /\.ya?ml$/.test(path))) {
    try {
      for (const manifest of manifestsIn(file)) {
        const key = `${manifest.namespace}/${manifest.name}`;
        const other = manifests.get(key);
        if (other) {
          throw new Error(`${key} is claimed by ${other.path} already`);
        }
        manifests.set(key, manifest);
      }
    } catch (error) {
      problems.push({ path: file.path, message: (error as Error).message });
    }
  }
  return { manifests: [...manifests.values()], problems };
}

function manifestsIn(file: CommittedFile): Manifest[] {
  return parseAllDocuments(file.content).flatMap(document => {
    if (document.errors.length > 0) {
      throw new Error(`not valid YAML: ${document.errors[0].message}`);
    }
    const value: unknown = document.toJS();
    if (value === null || value === undefined) {
      return [];
    }
    const apiVersion = stringAt(value, 'apiVersion');
    const kind = stringAt(value, 'kind');
    if (!isObject(value) || !apiVersion || !kind) {
      throw new Error('not a Kubernetes manifest: no apiVersion and kind');
    }
    if (groupOf(apiVersion) !== CLAIM_GROUP || kind !== CLAIM_KIND) {
      return [];
    }
    const name = stringAt(value, 'metadata', 'name');
    const namespace = stringAt(value, 'metadata', 'namespace');
    if (!name || !namespace) {
      throw new Error(
        `the ${kind} has no metadata.name and metadata.namespace`,
      );
    }
    const object = value as unknown as KubeObject;
    return [{ path: file.path, name, namespace, object }];
  });
}
