import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const SHARED =
  process.env.MLFLOW_SHARED_DIR ?? resolve(__dirname, '../../../../../shared');

/** Folders of the real CustomResourceDefinitions, as far as they are at hand. */
export function realCrdFolders(): string {
  return ['crds', 'crossplane-crds']
    .map(name => join(SHARED, name))
    .filter(folder => existsSync(folder))
    .join(delimiter);
}

/** The claim of the article that the product goes back to, as it is printed there; `undefined` where the article isn't at hand. */
export function articleClaim(): string | undefined {
  const file = join(SHARED, 'seed', 'article.txt');
  if (!existsSync(file)) {
    return undefined;
  }
  const article = readFileSync(file, 'utf8');
  const start = article.indexOf('# 08-claim-mlflow-dev-team-a.yaml');
  const end = article.indexOf('\n\n', start);
  return `${article.slice(start, end)}\n`;
}
