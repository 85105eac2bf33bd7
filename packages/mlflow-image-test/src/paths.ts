import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PACKAGE = dirname(
  require.resolve('@mlops-platform/mlflow-image-test/package.json'),
);
const REPOSITORY = resolve(PACKAGE, '../..');

/** What a cluster installs. */
export const CROSSPLANE = join(REPOSITORY, 'crossplane');

/** The image's folder. */
export const IMAGE = join(CROSSPLANE, 'images/mlflow');

/** Where Python environments are kept from one run to the next. */
export const CACHE = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'mlflow-environments/mlflow-venv',
);

/** A script beside the tests. */
export function script(name: string): string {
  return join(PACKAGE, 'scripts', name);
}
