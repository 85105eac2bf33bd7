import { dirname, join } from 'node:path';

/** The folder of this package. */
export const PACKAGE_FOLDER = dirname(
  require.resolve('@mlops-platform/bench/package.json'),
);

/** The folder of the repository. */
export const REPOSITORY_FOLDER = join(PACKAGE_FOLDER, '..', '..');
