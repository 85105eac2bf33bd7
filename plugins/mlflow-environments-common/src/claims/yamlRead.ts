import {
  Document,
  DocumentOptions,
  isMap,
  ParseOptions,
  SchemaOptions,
} from 'yaml';

/**
 * Words that YAML 1.2 reads as text and Kubernetes, which still reads YAML 1.1, as booleans. A claim has to be read the way the
 * cluster will read it.
 */
const kubernetesBoolean = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text: string) => /^(?:y|on)/i.test(text),
};

/** How claims are read: as Kubernetes reads them. */
export const readOptions: ParseOptions & DocumentOptions & SchemaOptions = {
  prettyErrors: false,
  merge: true,
  customTags: tags => [...tags, kubernetesBoolean],
};

/** Whether a document is a mapping, as every Kubernetes object is. */
export function isMapping(document: Document): boolean {
  const contents: unknown = document.contents;
  return isMap(contents);
}
