import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { findGitCredentials } from './credentials';

const host = 'git.example.com';
const apiBaseUrl = `https://${host}/api`;

const find = (integrations: object, userToken?: string) =>
  findGitCredentials(
    `https://${host}/acme/claims.git`,
    ScmIntegrations.fromConfig(new ConfigReader({ integrations })),
    userToken,
  );

describe('findGitCredentials', () => {
  it.each([
    ['github', { apiBaseUrl, token: 't' }, 'x-access-token', 't'],
    ['gitlab', { apiBaseUrl, token: 't' }, 'oauth2', 't'],
    ['gitea', { username: 'u', password: 'p' }, 'u', 'p'],
    ['gitea', { password: 't' }, 'x-oauth-basic', 't'],
    ['gerrit', { username: 'u', password: 'p' }, 'u', 'p'],
    ['bitbucketServer', { apiBaseUrl, username: 'u', password: 'p' }, 'u', 'p'],
  ])('reads those of %s %j', async (type, config, username, password) => {
    const section = {
      [type]: [{ host, gitilesBaseUrl: `https://${host}/gitiles`, ...config }],
    };
    expect(await find(section)).toEqual({ username, password });
  });

  it('sends a Bitbucket Server token as such', async () => {
    expect(
      await find({ bitbucketServer: [{ host, apiBaseUrl, token: 't' }] }),
    ).toEqual({ headers: { Authorization: 'Bearer t' } });
  });

  it('prefers the token of the user', async () => {
    expect(
      await find({ github: [{ host, apiBaseUrl, token: 't' }] }, 'mine'),
    ).toEqual({ username: 'x-access-token', password: 'mine' });
  });

  it('uses the token of the user on hosts without an integration', async () => {
    expect(await find({}, 'mine')).toEqual({
      username: 'token',
      password: 'mine',
    });
  });

  it.each([
    {},
    { github: [{ host, apiBaseUrl }] },
    { gitea: [{ host }] },
    { bitbucketServer: [{ host, apiBaseUrl }] },
  ])('is anonymous with %j', async integrations => {
    expect(await find(integrations)).toBeUndefined();
  });
});
