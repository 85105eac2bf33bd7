import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { commitUrlOf, repoUrlOf, scmTypeOf } from './hosting';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      github: [
        { host: 'github.com' },
        { host: 'ghe.example.com', apiBaseUrl: 'https://ghe.example.com/api' },
      ],
      gitlab: [
        { host: 'gitlab.com' },
        {
          host: 'example.com',
          baseUrl: 'https://example.com/gitlab',
          apiBaseUrl: 'https://example.com/gitlab/api/v4',
        },
      ],
      gitea: [{ host: 'gitea.example.com:3000' }],
      bitbucketServer: [
        {
          host: 'bitbucket.example.com',
          apiBaseUrl: 'https://bitbucket.example.com/rest/api/1.0',
        },
      ],
    },
  }),
);

describe.each([
  {
    cloneUrl: 'https://github.com/acme/claims.git',
    type: 'github',
    repoUrl: 'github.com?owner=acme&repo=claims',
    commitUrl: 'https://github.com/acme/claims/commit/abc',
  },
  {
    cloneUrl: 'https://ghe.example.com/acme/claims',
    type: 'github',
    repoUrl: 'ghe.example.com?owner=acme&repo=claims',
    commitUrl: 'https://ghe.example.com/acme/claims/commit/abc',
  },
  {
    cloneUrl: 'https://gitlab.com/acme/ml/claims.git',
    type: 'gitlab',
    repoUrl: 'gitlab.com?owner=acme%2Fml&repo=claims',
    commitUrl: 'https://gitlab.com/acme/ml/claims/-/commit/abc',
  },
  {
    cloneUrl: 'https://example.com/gitlab/acme/claims.git',
    type: 'gitlab',
    repoUrl: 'example.com?owner=acme&repo=claims',
    commitUrl: 'https://example.com/gitlab/acme/claims/-/commit/abc',
  },
  {
    cloneUrl: 'http://gitea.example.com:3000/claims.git',
    type: 'git',
    repoUrl: 'gitea.example.com:3000?repo=claims',
    commitUrl: 'http://gitea.example.com:3000/claims/commit/abc',
  },
  {
    cloneUrl: 'https://bitbucket.example.com/scm/ML/claims.git',
    type: 'git',
    repoUrl: 'bitbucket.example.com?owner=scm%2FML&repo=claims',
    commitUrl:
      'https://bitbucket.example.com/projects/ML/repos/claims/commits/abc',
  },
  {
    cloneUrl: 'https://git.example.org/claims.git/',
    type: 'git',
    repoUrl: 'git.example.org?repo=claims',
    commitUrl: undefined,
  },
])('$cloneUrl', ({ cloneUrl, type, repoUrl, commitUrl }) => {
  it('is published as its integration says', () => {
    expect(scmTypeOf(cloneUrl, integrations)).toBe(type);
  });

  it('is named for publish actions', () => {
    expect(repoUrlOf(cloneUrl, integrations)).toBe(repoUrl);
  });

  it('has a page for a commit where such pages are known', () => {
    expect(commitUrlOf(cloneUrl, 'abc', integrations)).toBe(commitUrl);
  });
});
