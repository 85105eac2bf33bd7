import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY_FOLDER } from '../paths';

const DOCUMENT = join(REPOSITORY_FOLDER, 'docs', 'benchmarks.md');

/** Writes `bench/<name>.json`. */
export function writeResults(name: string, results: object): string {
  const file = join(REPOSITORY_FOLDER, 'bench', `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
  return file;
}

/** Replaces a generated section of docs/benchmarks.md; the rest of it is written by people. */
export function writeSection(section: string, text: string): void {
  const begin = `<!-- ${section}: generated -->`;
  const end = `<!-- ${section}: end -->`;
  const before = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  const generated = `${begin}\n\n${text}\n\n${end}`;
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  writeFileSync(
    DOCUMENT,
    from === -1 || to === -1
      ? `${before}\n${generated}\n`
      : before.slice(0, from) + generated + before.slice(to + end.length),
  );
}
