import { ClusterUnreachableError, readRetryAfter } from './errors';

describe('readRetryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    ['42', 42],
    [' 7 ', 7],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:30 GMT', 90],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %j as %j', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });
});

describe('ClusterUnreachableError', () => {
  it('names every address that was tried', () => {
    const error = new ClusterUnreachableError(
      'one',
      'cannot be reached',
      new AggregateError([
        new Error('connect ECONNREFUSED ::1:443'),
        new Error('connect ECONNREFUSED 127.0.0.1:443'),
      ]),
    );
    expect(error.message).toBe(
      "Cluster 'one' cannot be reached: connect ECONNREFUSED ::1:443, connect ECONNREFUSED 127.0.0.1:443",
    );
  });
});
