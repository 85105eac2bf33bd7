import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = resolve(__dirname, '../../../../..');

/** The YAML documents of a file below crossplane/gitops. */
export function readGitopsFile(path: string): Record<string, unknown>[] {
  return parseAllDocuments(
    readFileSync(resolve(ROOT, 'crossplane/gitops', path), 'utf8'),
  ).map(document => document.toJS());
}

/** The table of docs/gitops.md: what a tool calls an environment that is, say, `Healthy, changing`. */
export function wordsOf(tool: 'Argo CD' | 'Flux'): Map<string, string> {
  const rows = readFileSync(resolve(ROOT, 'docs/gitops.md'), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
  const start = rows.findIndex(([first]) => first === 'environment');
  const column = rows[start].indexOf(tool);
  return new Map(rows.slice(start + 2).map(cells => [cells[0], cells[column]]));
}
