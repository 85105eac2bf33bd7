import {
  anEnvironment,
  aPendingEnvironment,
} from '../__testUtils__/environments';
import {
  environmentFacts,
  environmentLinks,
  isWebUrl,
  requestProgress,
} from './environmentFacts';

describe('environmentFacts', () => {
  it('names what is set', () => {
    expect(
      environmentFacts({ stage: 'prod', database: { tier: 'M30' } }),
    ).toEqual([
      { label: 'Stage', value: 'prod' },
      { label: 'Database tier', value: 'M30' },
    ]);
  });

  it.each([{ database: 'M10' }, { database: null }, { stage: 7, server: [] }])(
    'says nothing of what is malformed: %j',
    parameters => {
      expect(environmentFacts(parameters)).toEqual([]);
    },
  );
});

describe('environmentLinks', () => {
  const claim = {
    repository: 'https://git.example.com/claims.git',
    path: 'environments/team-a/churn.yaml',
    url: 'https://git.example.com/claims/churn.yaml',
  };

  it('adds the page of the claim unless it is there', () => {
    const links = environmentLinks(anEnvironment({ claim }));
    expect(links.map(({ url }) => url)).toEqual([claim.url]);
    expect(environmentLinks({ links, claim })).toHaveLength(1);
  });

  it('leaves out what must not be followed', () => {
    const links = [{ title: 'Argo CD', url: 'data:text/html,x' }];
    expect(environmentLinks({ links })).toEqual([]);
  });
});

describe('isWebUrl', () => {
  it.each(['', 'churn', 'data:text/html,x', 'file:///etc/passwd', '//host'])(
    'refuses %p',
    url => {
      expect(isWebUrl(url)).toBe(false);
    },
  );
});

describe('requestProgress', () => {
  const request = aPendingEnvironment().request!;

  it('points at the pull request that waits', () => {
    const { sentence, link } = requestProgress(request);
    expect(sentence).toMatch(/pull request to be merged/);
    expect(link?.url).toBe('https://git.example.com/claims/pull/7');
  });

  it('points at the commit when there was no pull request', () => {
    const { sentence, link } = requestProgress({
      ...request,
      pullRequestUrl: undefined,
      commitUrl: 'https://git.example.com/claims/commit/abc',
    });
    expect(sentence).toMatch(/waits for the cluster/);
    expect(link?.title).toBe('Commit');
  });

  it('says what to do about an expired one', () => {
    expect(requestProgress({ ...request, state: 'Expired' }).sentence).toMatch(
      /Ask for it again/,
    );
  });

  it('says that a reserved one is not in Git yet', () => {
    expect(requestProgress({ ...request, state: 'Reserved' }).sentence).toMatch(
      /not been written to Git/,
    );
  });
});
