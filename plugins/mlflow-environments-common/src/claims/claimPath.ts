import { InputError } from '@backstage/errors';
import { checkName, isNamespaceName } from './name';

/** Where claims are when nothing else is configured. */
const DEFAULT_CLAIMS_PATH = 'environments';

/**
 * Where a claim lives in its repository: `<path>/<namespace>/<environmentID>.yaml`.
 *
 * @param options - `path` is the target's folder, `environments` when left out, empty for the repository's root
 * @throws InputError when a part isn't legal or the path could lead out of the repository
 * @public
 */
export function claimPath(options: {
  path?: string;
  namespace: string;
  environmentID: string;
}): string {
  const { path = DEFAULT_CLAIMS_PATH, namespace, environmentID } = options;
  if (!isNamespaceName(namespace)) {
    throw new InputError(
      `${JSON.stringify(namespace)} is not the name of a namespace`,
    );
  }
  const problem = checkName(environmentID);
  if (problem) {
    throw new InputError(
      `${JSON.stringify(environmentID)} cannot name an environment: ${problem}`,
    );
  }
  const folder = path.replace(/\/$/, '');
  const file = `${namespace}/${environmentID}.yaml`;
  return checkRepositoryPath(folder === '' ? file : `${folder}/${file}`);
}

/**
 * Returns a path unchanged when it names something inside a repository, whatever the file system, Git host or URL it ends up
 * in. Only letters, digits, dots, hyphens and underscores are let through, so there is nothing to decode or to normalise.
 *
 * @throws InputError for everything else: `..`, absolute paths, backslashes, control characters, percent signs, `.git`
 * @public
 */
export function checkRepositoryPath(path: string): string {
  const inside = path
    .split('/')
    .every(
      part =>
        /^[A-Za-z0-9._-]+$/.test(part) &&
        !part.endsWith('.') &&
        part.toLowerCase() !== '.git',
    );
  if (!inside) {
    throw new InputError(
      `${JSON.stringify(
        path,
      )} is not a path inside the repository: use folder names of letters, digits, ".", "-" and "_", separated by "/"`,
    );
  }
  return path;
}
