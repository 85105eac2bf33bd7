import {
  kustomizationPaths,
  kustomizationResources,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { posix } from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { ClaimsChange } from './ClaimsChange';
import { messageOf } from '../UsageError';
import { aboutFile, Finding } from './Finding';

/** Where a folder has a kustomization, only what it lists is applied, and all of that must exist. */
export function checkKustomizations(change: ClaimsChange): Finding[] {
  const { files, changed } = change;
  const folders = new Set([...changed.keys()].map(folderOf));
  return [...folders].flatMap(folder => {
    const path = kustomizationPaths(folder).find(name => files.has(name));
    return path === undefined
      ? []
      : [
          ...checkResources(path, change),
          ...(changed.has(path)
            ? checkFields(path, files.get(path) ?? '')
            : []),
        ];
  });
}

/** Fields that leave the claims as they were checked. */
const HARMLESS = ['apiVersion', 'kind', 'metadata', 'resources', 'labels'];

function checkFields(path: string, text: string): Finding[] {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  if (!isMap(contents)) return [];
  return contents.items.flatMap(({ key }) => {
    if (!isScalar(key) || HARMLESS.includes(String(key.value))) return [];
    const { line, col } = lines.linePos(key.range?.[0] ?? 0);
    return [
      {
        path,
        line,
        column: col,
        message: `${key.value} changes claims after they were checked: write what is meant into the claims`,
      },
    ];
  });
}

function checkResources(path: string, change: ClaimsChange): Finding[] {
  const { files } = change;
  const folder = folderOf(path);
  let resources: ReturnType<typeof kustomizationResources>;
  try {
    resources = kustomizationResources(files.get(path) ?? '');
  } catch (error) {
    return [aboutFile(path, messageOf(error))];
  }
  const listed = new Set(
    resources.map(({ entry }) => posix.join(folder, entry)),
  );
  const unlisted = [...files.keys()].filter(
    file => folderOf(file) === folder && file !== path && !listed.has(file),
  );
  return [
    ...unlisted.map(file =>
      aboutFile(
        path,
        `does not list ${posix.basename(
          file,
        )}, which would therefore not be applied: add it to resources`,
      ),
    ),
    ...resources.flatMap(({ entry, line, column }) => {
      const reason = refusal(folder, entry, change);
      return reason ? [{ path, line, column, message: reason }] : [];
    }),
  ];
}

/** What is wrong with an entry of a folder's kustomization. */
function refusal(
  folder: string,
  entry: string,
  { folder: root, files }: ClaimsChange,
): string | undefined {
  const path = posix.join(folder, entry);
  if (/:\/\/|\?/.test(entry) || posix.relative(root, path).startsWith('..')) {
    return `lists ${entry}, which is not among the claims: nobody checks what it brings in`;
  }
  const exists =
    files.has(path) ||
    [...files.keys()].some(file => file.startsWith(`${path}/`));
  return exists
    ? undefined
    : `lists ${entry}, which is not there: nothing in this folder would be applied any more`;
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}
