import { InputError } from '@backstage/errors';

/**
 * An http(s) URL that may be shown and committed, so one without credentials.
 *
 * @param where - what to call the value in an error
 */
export function checkCloneUrl(cloneUrl: string, where: string): string {
  const url = URL.canParse(cloneUrl) ? new URL(cloneUrl) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new InputError(
      `${where} must be the http or https clone URL of a Git repository`,
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      `${where} carries credentials, which would end up in claims: configure them under integrations`,
    );
  }
  if (url.search || url.hash) {
    throw new InputError(`${where} must have no query and no fragment`);
  }
  return cloneUrl;
}
