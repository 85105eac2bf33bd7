import {
  DefaultAzureDevOpsCredentialsProvider,
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';

/** What a Git server is told when it asks who is there. */
export type GitCredentials =
  | { username: string; password: string }
  | { headers: Record<string, string> };

type Lookup = (
  cloneUrl: string,
  integrations: ScmIntegrations,
) => Promise<GitCredentials | undefined>;

/** User names under which hosts take a token as the password. */
const TOKEN_USERS: Record<string, string> = {
  github: 'x-access-token',
  gitlab: 'oauth2',
  gitea: 'x-oauth-basic',
  bitbucketCloud: 'x-token-auth',
  bitbucketServer: 'x-token-auth',
};

/** How each integration's configuration becomes credentials for Git over http. */
const LOOKUPS: Record<string, Lookup> = {
  github: async (url, integrations) => {
    const { token } = await DefaultGithubCredentialsProvider.fromIntegrations(
      integrations,
    ).getCredentials({ url });
    return withToken('github', token);
  },
  gitlab: async (url, integrations) => {
    const { token } = await DefaultGitlabCredentialsProvider.fromIntegrations(
      integrations,
    ).getCredentials({ url });
    return withToken('gitlab', token);
  },
  azure: async (url, integrations) => {
    const credentials =
      await DefaultAzureDevOpsCredentialsProvider.fromIntegrations(
        integrations,
      ).getCredentials({ url });
    return credentials && { headers: credentials.headers };
  },
  gitea: async (url, integrations) => {
    const config = integrations.gitea.byUrl(url)?.config;
    return config?.username
      ? withPassword(config.username, config.password)
      : withToken('gitea', config?.password);
  },
  bitbucketServer: async (url, integrations) => {
    const config = integrations.bitbucketServer.byUrl(url)?.config;
    return (
      bearer(config?.token) ?? withPassword(config?.username, config?.password)
    );
  },
  bitbucketCloud: async (url, integrations) => {
    const config = integrations.bitbucketCloud.byUrl(url)?.config;
    return config?.username
      ? withPassword(config.username, config.token ?? config.appPassword)
      : withToken('bitbucketCloud', config?.token);
  },
  gerrit: async (url, integrations) => {
    const config = integrations.gerrit.byUrl(url)?.config;
    return withPassword(config?.username, config?.password);
  },
  harness: async (url, integrations) => {
    const config = integrations.harness.byUrl(url)?.config;
    return withToken('harness', config?.token ?? config?.apiKey);
  },
};

/**
 * Credentials for a clone URL: the token the user brought, else those of the matching integration.
 *
 * @returns undefined when there are none, so that the server is spoken to anonymously
 */
export async function findGitCredentials(
  cloneUrl: string,
  integrations: ScmIntegrations,
  userToken?: string,
): Promise<GitCredentials | undefined> {
  const type = integrations.byUrl(cloneUrl)?.type ?? '';
  return userToken
    ? withToken(type, userToken)
    : LOOKUPS[type]?.(cloneUrl, integrations);
}

function withToken(
  type: string,
  token: string | undefined,
): GitCredentials | undefined {
  return withPassword(TOKEN_USERS[type] ?? 'token', token);
}

function withPassword(
  username: string | undefined,
  password: string | undefined,
): GitCredentials | undefined {
  return username && password ? { username, password } : undefined;
}

function bearer(token: string | undefined): GitCredentials | undefined {
  return token ? { headers: { Authorization: `Bearer ${token}` } } : undefined;
}
