import { Document, DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';
import { readOptions } from './yamlRead';

/** How YAML is written: so that YAML 1.1 and 1.2 read the same in it. */
export const writeOptions = {
  compat: 'yaml-1.1',
  lineWidth: 0,
  blockQuote: false,
} as const;

/** How files are read that are to be written back. */
export const editOptions: ParseOptions & DocumentOptions & SchemaOptions = {
  ...readOptions,
  compat: writeOptions.compat,
};

/** Writes edited documents back in the manner of the text they came from: its line ends and the indent of its lists. */
export function writeDocuments(
  documents: readonly Document[],
  original: string,
): string {
  const flatLists = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n\1- /m;
  const text = documents
    .map(document =>
      document.toString({
        lineWidth: writeOptions.lineWidth,
        indentSeq: !flatLists.test(original),
        flowCollectionPadding: /[{[] /.test(original),
      }),
    )
    .join('');
  return original.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
}
