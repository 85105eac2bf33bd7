import { assessRequest } from './assessRequest';

const request = {
  ref: { cluster: 'sandbox', namespace: 'team-a', name: 'churn' },
  createdAt: '2026-11-24T09:00:00Z',
  expiresAt: '2026-12-01T09:00:00Z',
};
const pullRequestUrl = 'https://git.example.com/c/pull/1';

describe('assessRequest', () => {
  it.each([
    ['Reserved', undefined, 'Reserved', /^Wait:/],
    ['Pending', undefined, 'WaitingForCluster', /^Wait:/],
    [
      'Pending',
      pullRequestUrl,
      'WaitingForMerge',
      /^You: have the pull request/,
    ],
    ['Expired', undefined, 'Expired', /^Platform team:/],
    ['Expired', pullRequestUrl, 'Expired', /^You:/],
  ] as const)(
    'says whose move it is: %s, pull request %s',
    (state, url, reason, hint) => {
      const health = assessRequest({ ...request, state, pullRequestUrl: url });
      expect(health).toMatchObject({
        status: 'Pending',
        since: request.createdAt,
        cause: { reason, path: [{ kind: 'MLflowEnvironment', name: 'churn' }] },
        hint: expect.stringMatching(hint),
      });
    },
  );

  it('counts what is planned', () => {
    expect(
      assessRequest({ ...request, state: 'Pending' }, ['a', 'b']).progress,
    ).toEqual({ ready: 0, total: 2 });
  });
});
