import { InputError } from '@backstage/errors';
import { ENVIRONMENT_KIND } from '../environment/constants';
import { readClaimFile } from './claimFile';
import { ClaimFileProblem, EnvironmentClaim } from './types';

/**
 * Reads every claim of a file. Documents of other kinds are passed over: a file may hold more than claims.
 *
 * A claim that comes back has a name and a mapping of parameters; {@link validateClaim} judges the rest of it.
 *
 * @param path - the file's path, for the problems
 * @public
 */
export function parseClaims(
  text: string,
  path: string,
): { claims: EnvironmentClaim[]; problems: ClaimFileProblem[] } {
  const { claims, problems } = readClaimFile(text, path);
  return { claims: claims.map(({ claim }) => claim), problems };
}

/**
 * Reads a file that holds one claim, possibly among documents of other kinds.
 *
 * @throws InputError that names file, line and column of everything wrong with it
 * @public
 */
export function parseClaim(text: string, path: string): EnvironmentClaim {
  const { claims, problems } = parseClaims(text, path);
  if (problems.length > 0) {
    throw new InputError(problems.map(formatFileProblem).join('\n'));
  }
  if (claims.length !== 1) {
    throw new InputError(
      claims.length === 0
        ? `${path}: holds no ${ENVIRONMENT_KIND}`
        : `${path}: holds ${claims.length} environments (${claims
            .map(claim => claim.metadata.name)
            .join(', ')}) where one is expected`,
    );
  }
  return claims[0];
}

/**
 * A problem in the form that compilers use, which editors turn into links: `file:line:column: message`.
 *
 * @public
 */
export function formatFileProblem(problem: ClaimFileProblem): string {
  const { path, line, column, message } = problem;
  return `${path}:${line}:${column}: ${message}`;
}
