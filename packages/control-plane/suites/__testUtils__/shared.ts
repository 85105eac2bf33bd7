import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { KubeObject } from '@mlops-platform/sandbox';
import { parse } from 'yaml';

/** Data of third parties to test against, which is not part of the repository. */
const SHARED =
  process.env.MLFLOW_SHARED_DIR ?? resolve(__dirname, '../../../../../shared');

const hasShared = existsSync(SHARED);

/** `describe`, skipped where the data of third parties is absent. */
export const describeWithShared = hasShared ? describe : describe.skip;

/** End of the title of what is skipped then. */
export const sharedNote = hasShared
  ? ''
  : ` (skipped: no data at ${SHARED}, set MLFLOW_SHARED_DIR)`;

/** The folder of Crossplane's own definitions; empty where they are not at hand. */
export function crossplaneCrds(): string {
  return hasShared ? join(SHARED, 'crossplane-crds') : '';
}

/** The folders of every definition at hand, the providers' included, as in `PATH`; empty where there are none. */
export function realCrds(): string {
  return hasShared
    ? ['crds', 'crossplane-crds']
        .map(folder => join(SHARED, folder))
        .join(delimiter)
    : '';
}

/** The claim in the article in which the project has its origin. */
export function articleClaim(): KubeObject {
  const article = readFileSync(join(SHARED, 'seed/article.txt'), 'utf8');
  const start = article.indexOf('# 08-claim-mlflow-dev-team-a.yaml');
  return parse(article.slice(start, article.indexOf('\n\n', start)));
}
