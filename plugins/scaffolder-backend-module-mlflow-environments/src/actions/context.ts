import {
  BackstageCredentials,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ScmIntegrations } from '@backstage/integration';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentRequests } from '../api/EnvironmentRequests';
import { ClaimsSnapshot } from '../changes/ClaimsSnapshot';
import { ClaimTarget } from '../config/ClaimTarget';
import { ModuleConfig } from '../config/readModuleConfig';
import { findGitCredentials } from '../git/credentials';
import { GitRepository } from '../git/GitRepository';
import { noBranch } from '../git/pushChanges';

/** What the actions of this module share. */
export interface ActionOptions {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  config: ModuleConfig;
  integrations: ScmIntegrations;
  permissions: Pick<PermissionsService, 'authorize'>;
  requests: EnvironmentRequests;
}

/** The part of a step's context that any action has, whatever its input. */
export type StepContext = Pick<
  ActionContext<{}>,
  'createTemporaryDirectory' | 'secrets' | 'signal'
>;

/** The part that planning a change needs. */
export type PlanningContext = StepContext & {
  logger: LoggerService;
  getInitiatorCredentials(): Promise<BackstageCredentials>;
};

/**
 * Works on a repository, with the `token` secret of the task or the credentials of the matching integration. The local copy is
 * gone afterwards, however it ends.
 */
export async function withRepository<T>(
  integrations: ScmIntegrations,
  ctx: StepContext,
  cloneUrl: string,
  work: (repository: GitRepository) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(
    join(await ctx.createTemporaryDirectory(), 'git-'),
  );
  try {
    const repository = await GitRepository.open({
      cloneUrl,
      directory,
      credentials: await findGitCredentials(
        cloneUrl,
        integrations,
        ctx.secrets?.token,
      ),
      signal: ctx.signal,
    });
    return await work(repository);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Works on the newest state of the branch that a target's claims are on. */
export async function withClaims<T>(
  integrations: ScmIntegrations,
  ctx: StepContext,
  { cloneUrl, branch }: ClaimTarget,
  work: (claims: ClaimsSnapshot) => Promise<T>,
): Promise<T> {
  return withRepository(integrations, ctx, cloneUrl, async repository => {
    const head = await repository.fetchHead(branch);
    if (head === undefined) throw noBranch(cloneUrl, branch);
    return work({
      readFile: path => repository.readFile(head, path),
      listFiles: folder => repository.listFiles(head, folder),
    });
  });
}
