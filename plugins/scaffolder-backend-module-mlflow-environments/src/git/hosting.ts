import {
  getGitLabIntegrationRelativePath,
  GitLabIntegration,
  ScmIntegrations,
} from '@backstage/integration';

/** Which kind of host publishes a change: one with pull requests, one with merge requests, or plain Git. */
export type ScmType = 'github' | 'gitlab' | 'git';

/** The host type of a clone URL, by the integration that matches it. */
export function scmTypeOf(
  cloneUrl: string,
  integrations: ScmIntegrations,
): ScmType {
  const type = integrations.byUrl(cloneUrl)?.type;
  return type === 'github' || type === 'gitlab' ? type : 'git';
}

/** The repository as publish actions want it: `github.com?owner=acme&repo=claims`. */
export function repoUrlOf(
  cloneUrl: string,
  integrations: ScmIntegrations,
): string {
  const { host, segments } = splitCloneUrl(cloneUrl, integrations);
  const repo = segments[segments.length - 1] ?? '';
  const owner = segments.slice(0, -1).join('/');
  const query = new URLSearchParams({ ...(owner && { owner }), repo });
  return `${host}?${query}`;
}

/** A page that shows the commit, where the host is known to have one. */
export function commitUrlOf(
  cloneUrl: string,
  commit: string,
  integrations: ScmIntegrations,
): string | undefined {
  const page = cloneUrl.replace(/\/+$/, '').replace(/\.git$/, '');
  switch (integrations.byUrl(cloneUrl)?.type) {
    case 'github':
    case 'gitea':
    case 'azure':
      return `${page}/commit/${commit}`;
    case 'gitlab':
      return `${page}/-/commit/${commit}`;
    case 'bitbucketCloud':
      return `${page}/commits/${commit}`;
    case 'bitbucketServer':
      return page.replace(
        /\/scm\/([^/]+)\/([^/]+)$/,
        `/projects/$1/repos/$2/commits/${commit}`,
      );
    default:
      return undefined;
  }
}

function splitCloneUrl(cloneUrl: string, integrations: ScmIntegrations) {
  const url = new URL(cloneUrl);
  const integration = integrations.byUrl(cloneUrl);
  const prefix =
    integration instanceof GitLabIntegration
      ? getGitLabIntegrationRelativePath(integration.config)
      : '';
  const path = url.pathname.startsWith(`${prefix}/`)
    ? url.pathname.slice(prefix.length)
    : url.pathname;
  const segments = path
    .replace(/\.git\/?$/, '')
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent);
  return { host: url.host, segments };
}
