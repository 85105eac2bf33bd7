import { ENVIRONMENT_KIND } from '../environment/constants';
import { parseClaims } from './parseClaim';

/**
 * Whether a file of a claims repository asks for an environment of this name, whatever its namespace: by the file's own name,
 * or by what is in it.
 *
 * @param text - the file's content, or how to get it; it isn't asked for when the name decides
 * @public
 */
export async function asksFor(
  environmentID: string,
  path: string,
  text: () => Promise<string>,
): Promise<boolean> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!/\.ya?ml$/.test(name)) return false;
  return (
    name.replace(/\.ya?ml$/, '') === environmentID ||
    claimsName(await text(), path, environmentID)
  );
}

/** Most files are told by a look at their text. */
function claimsName(text: string, path: string, environmentID: string) {
  return (
    text.includes(ENVIRONMENT_KIND) &&
    text.includes(environmentID) &&
    parseClaims(text, path).claims.some(
      claim =>
        claim.metadata.name === environmentID ||
        claim.spec.parameters.environmentID === environmentID,
    )
  );
}
