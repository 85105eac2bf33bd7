import { InputError } from '@backstage/errors';
import { Document, isScalar, isSeq, parseDocument, YAMLSeq } from 'yaml';
import { isMapping } from './yamlRead';
import { editOptions, writeDocuments } from './yamlWrite';

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

function read(text: string): {
  document: Document;
  resources: YAMLSeq | undefined;
} {
  const document: Document = parseDocument(text, editOptions);
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
  const plain = (path: string) => path.replace(/^(?:\.\/)+/, '');
  return (
    isScalar(item) &&
    typeof item.value === 'string' &&
    plain(item.value) === plain(entry)
  );
}
