import { ResponseError } from '@backstage/errors';

export type RequestErrorKind = 'not-found' | 'forbidden' | 'failed';

export function requestErrorKind(error: Error): RequestErrorKind {
  if (!ResponseError.is(error)) {
    return 'failed';
  }
  switch (error.statusCode) {
    case 404:
      return 'not-found';
    case 401:
    case 403:
      return 'forbidden';
    default:
      return 'failed';
  }
}

/** The sentence the backend gave, which says more than the status line around it. */
export function requestErrorMessage(error: Error): string {
  return ResponseError.is(error) ? error.cause.message : error.message;
}
