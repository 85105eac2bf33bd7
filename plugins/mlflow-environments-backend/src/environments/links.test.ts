import { DEFAULT_LINK_PATTERNS, linksOf } from './links';

const ref = { cluster: 'one', namespace: 'team-a', name: 'churn' };

describe('linksOf', () => {
  it('fills patterns with what the environment has, encoded', () => {
    expect(
      linksOf(
        { ref, bucket: 'a b', region: 'eu-west-1' },
        {
          argocd: 'https://argo.example.com/{cluster}/{namespace}?q={name}',
          ...DEFAULT_LINK_PATTERNS,
        },
      ).map(({ url }) => url),
    ).toEqual([
      'https://argo.example.com/one/team-a?q=churn',
      'https://s3.console.aws.amazon.com/s3/buckets/a%20b?region=eu-west-1',
    ]);
  });

  it('leaves out a link that would not be complete, or has an unknown placeholder', () => {
    expect(
      linksOf({ ref, bucket: 'b' }, { aws: 'https://aws/{bucket}/{region}' }),
    ).toEqual([]);
    expect(linksOf({ ref }, { argocd: 'https://argo/{nonsense}' })).toEqual([]);
  });

  it.each([`${'javascript'}:alert(1)`, 'data:text/html,x', 'no url', ''])(
    'links nowhere for %p',
    url => {
      expect(
        linksOf(
          { ref, trackingUri: url, commitUrl: url, pullRequestUrl: url },
          {},
        ),
      ).toEqual([]);
    },
  );
});
