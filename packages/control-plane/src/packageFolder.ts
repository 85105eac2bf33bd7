import { dirname, join } from 'node:path';

/** The folder of this package. */
export const PACKAGE_FOLDER = dirname(
  require.resolve('@mlops-platform/control-plane/package.json'),
);

/** The root of the repository. */
export const REPOSITORY = join(PACKAGE_FOLDER, '..', '..');
