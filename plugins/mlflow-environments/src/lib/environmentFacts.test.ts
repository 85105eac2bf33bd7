import {
  anEnvironment,
  aPendingEnvironment,
} from '../__testUtils__/environments';
import {
  environmentFacts,
  environmentLinks,
  isWebUrl,
  requestLink,
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

describe('requestLink', () => {
  const request = aPendingEnvironment().request!;
  const commitUrl = 'https://git.example.com/claims/commit/abc';

  it('leads to the pull request, else to the commit', () => {
    expect(requestLink({ ...request, commitUrl })?.title).toBe('Pull request');
    expect(
      requestLink({ ...request, commitUrl, pullRequestUrl: undefined }),
    ).toEqual({ title: 'Commit', url: commitUrl });
  });

  it('leads nowhere before there is either', () => {
    expect(
      requestLink({ ...request, pullRequestUrl: undefined }),
    ).toBeUndefined();
  });
});
