import { aResponseError } from '../__testUtils__/apis';
import { requestErrorKind, requestErrorMessage } from './requestError';

describe('a failed request', () => {
  it.each([
    [404, 'not-found'],
    [403, 'forbidden'],
    [401, 'forbidden'],
    [500, 'failed'],
  ])('with status %p counts as %p', async (statusCode, kind) => {
    expect(requestErrorKind(await aResponseError(statusCode, 'x'))).toBe(kind);
  });

  it('that never arrived counts as failed', () => {
    expect(requestErrorKind(new TypeError('network'))).toBe('failed');
  });

  it('is explained by what the backend said', async () => {
    expect(requestErrorMessage(await aResponseError(500, 'disk full'))).toBe(
      'disk full',
    );
  });
});
