import {
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Errors } from 'isomorphic-git';

/**
 * One readable error for what a Git server answered: which repository, what was wrong, whose move it is.
 *
 * Nothing of the original is kept: an error of a step is shown with its cause, and a server may repeat what it was sent.
 */
export function explainGitError(error: unknown, cloneUrl: string): Error {
  if (error instanceof Errors.HttpError) {
    return explainStatus(error.data.statusCode, cloneUrl);
  }
  if (error instanceof Errors.NotFoundError && error.data.what === 'HEAD') {
    // isomorphic-git can't fetch from such a repository, whichever branch is wanted.
    return new InputError(
      `The default branch of ${cloneUrl} doesn't exist: point the repository's HEAD to a branch that does`,
    );
  }
  if (error instanceof Errors.SmartHttpError) {
    return new InputError(
      `${cloneUrl} doesn't answer as a Git repository: check the target's cloneUrl`,
    );
  }
  if (error instanceof Errors.GitPushError) {
    return new NotAllowedError(
      `${cloneUrl} declined the push: ${declineReasons(
        error,
      )}. Ask who looks after that repository`,
    );
  }
  if (isError(error) && error.name === 'AbortError') {
    return new ServiceUnavailableError(
      `${cloneUrl} didn't answer in time, or the task was cancelled: try again`,
    );
  }
  const code = isError(error) && 'code' in error ? ` (${error.code})` : '';
  return new ServiceUnavailableError(
    `${cloneUrl} can't be reached${code}: try again when the Git server is back`,
  );
}

function explainStatus(status: number, cloneUrl: string): Error {
  switch (status) {
    case 401:
    case 403:
      return new NotAllowedError(
        `${cloneUrl} refused the credentials (HTTP ${status}): check the integration for that host, or whether its account may write there`,
      );
    case 404:
      return new NotFoundError(
        `There is no repository at ${cloneUrl} (HTTP 404), or its account may not see it: check the target's cloneUrl and the integration`,
      );
    default:
      return new ServiceUnavailableError(
        `${cloneUrl} answered HTTP ${status}: try again, or ask who looks after that Git server`,
      );
  }
}

/** What the server said of each branch, on one line. */
function declineReasons(error: InstanceType<typeof Errors.GitPushError>) {
  const { refs, error: reason } = error.data.result;
  return [reason, ...Object.values(refs).map(ref => ref.error)]
    .filter(Boolean)
    .map(text => String(text).replace(/\s+/g, ' ').trim())
    .join('; ');
}
