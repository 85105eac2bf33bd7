import { ScmIntegrationRegistry } from '@backstage/integration';
import { Claim } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { withoutCredentials } from '../lib/withoutCredentials';

/** Where a page shows a file of a repository, by the type of the Git host. Others have no page we know of. */
const PAGES: Record<
  string,
  (repo: string, ref: string, path: string) => string
> = {
  github: (repo, ref, path) => `${repo}/blob/${ref}/${path}`,
  gitlab: (repo, ref, path) => `${repo}/-/blob/${ref}/${path}`,
  gitea: (repo, ref, path) => `${repo}/src/branch/${ref}/${path}`,
};

/**
 * Where a claim is in Git.
 *
 * @param branch - the host's default branch when left out
 */
export function claimAt(
  repository: string,
  path: string,
  branch: string | undefined,
  integrations: ScmIntegrationRegistry,
): Claim {
  const plain = withoutCredentials(repository);
  return {
    repository: plain,
    path,
    url: pageOf(plain, path, branch, integrations),
  };
}

function pageOf(
  repository: string,
  path: string,
  branch: string | undefined,
  integrations: ScmIntegrationRegistry,
): string | undefined {
  const type = integrations.byUrl(repository)?.type;
  const page = type ? PAGES[type] : undefined;
  return page?.(
    repository.replace(/(\.git)?\/?$/, ''),
    encodePath(branch ?? 'HEAD'),
    encodePath(path),
  );
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
