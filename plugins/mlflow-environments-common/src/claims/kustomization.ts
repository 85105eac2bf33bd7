import { InputError } from '@backstage/errors';
import {
  Document,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  YAMLSeq,
} from 'yaml';
import { isMapping } from './yamlRead';
import { editOptions, writeDocuments } from './yamlWrite';

/** The names Kustomize looks for, in its order. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The paths at which a folder's kustomization may be, in the order in which Kustomize looks for it.
 *
 * @param folder - a path without a slash at its end, empty for the repository's root
 * @public
 */
export function kustomizationPaths(folder: string): string[] {
  return NAMES.map(name => (folder === '' ? name : `${folder}/${name}`));
}

/**
 * Whether a file is a kustomization, by its name.
 *
 * @public
 */
export function isKustomization(path: string): boolean {
  return NAMES.includes(path.slice(path.lastIndexOf('/') + 1));
}

/**
 * What the `resources` of a kustomization.yaml list, each as a path relative to it, without a leading `./`.
 *
 * @throws InputError when the text is no kustomization
 * @public
 */
export function kustomizationResources(
  text: string,
): { entry: string; line: number; column: number }[] {
  const lineCounter = new LineCounter();
  const { resources } = read(text, lineCounter);
  return (resources?.items ?? []).flatMap(item => {
    if (!isScalar(item) || typeof item.value !== 'string') return [];
    const { line, col } = lineCounter.linePos(item.range?.[0] ?? 0);
    return [{ entry: plain(item.value), line, column: col }];
  });
}

/**
 * Adds a file to the `resources` of a kustomization.yaml; comments and everything else in it stay. A file that is listed
 * already changes nothing.
 *
 * @param entry - the file's path relative to the kustomization
 * @throws InputError when the text is no kustomization
 * @public
 */
export function addKustomizationResource(text: string, entry: string): string {
  const { document, resources } = read(text);
  if (resources?.items.some(item => names(item, entry))) return text;
  if (resources) {
    // `resources: []` would otherwise stay on one line
    resources.flow = resources.flow && resources.items.length > 0;
    resources.add(document.createNode(entry));
  } else {
    document.set('resources', document.createNode([entry]));
  }
  return writeDocuments([document], text);
}

/**
 * Removes a file from the `resources` of a kustomization.yaml; comments and everything else in it stay.
 *
 * @param entry - the file's path relative to the kustomization
 * @throws InputError when the text is no kustomization
 * @public
 */
export function removeKustomizationResource(
  text: string,
  entry: string,
): string {
  const { document, resources } = read(text);
  const index = resources?.items.findIndex(item => names(item, entry)) ?? -1;
  if (!resources || index < 0) return text;
  resources.items.splice(index, 1);
  return writeDocuments([document], text);
}

/**
 * Whether a kustomization.yaml has nothing to build from. Kustomize refuses one that says no more than what it is.
 *
 * @throws InputError when the text is no kustomization
 * @public
 */
export function isEmptyKustomization(text: string): boolean {
  const { document, resources } = read(text);
  const { apiVersion, kind, resources: _, ...others } = document.toJS() ?? {};
  return !resources?.items.length && Object.keys(others).length === 0;
}

function read(
  text: string,
  lineCounter?: LineCounter,
): {
  document: Document;
  resources: YAMLSeq | undefined;
} {
  const document: Document = parseDocument(text, {
    ...editOptions,
    lineCounter,
  });
  if (document.errors.length > 0) {
    throw new InputError(
      `kustomization.yaml is not valid YAML: ${document.errors[0].message}`,
    );
  }
  const contents: unknown = document.contents;
  if (contents !== null && !isMapping(document)) {
    throw new InputError('kustomization.yaml is not a mapping');
  }
  const resources = document.get('resources') ?? undefined;
  if (resources !== undefined && !isSeq(resources)) {
    throw new InputError('resources of kustomization.yaml is not a list');
  }
  return { document, resources };
}

function names(item: unknown, entry: string): boolean {
  return (
    isScalar(item) &&
    typeof item.value === 'string' &&
    plain(item.value) === plain(entry)
  );
}

function plain(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}
