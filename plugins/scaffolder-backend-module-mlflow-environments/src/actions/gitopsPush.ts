import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { readChanges } from '../changes/workspace';
import { checkBranchName } from '../git/branchName';
import { checkCloneUrl } from '../git/cloneUrl';
import { commitUrlOf } from '../git/hosting';
import { chooseAuthor } from '../git/identity';
import { pushChanges } from '../git/pushChanges';
import { ActionOptions, withRepository } from './context';
import { examples } from './gitopsPush.examples';

/**
 * `mlflow:gitops:push`: commits changed files to a branch of any http(s) Git host. Never forces; meets a branch that has moved
 * with the same changes again.
 */
export function createGitopsPushAction(options: ActionOptions) {
  const { config, integrations } = options;
  return createTemplateAction({
    id: 'mlflow:gitops:push',
    description:
      'Commits changed files on top of a branch of any http(s) Git host and pushes it, again when the branch has moved',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        cloneUrl: z =>
          z
            .string()
            .describe('http(s) URL of the repository, without credentials'),
        branchName: z =>
          z.string().describe('Branch to push to; made when it does not exist'),
        targetBranch: z =>
          z
            .string()
            .describe(
              'Branch that a new one begins from; branchName itself when left out',
            )
            .optional(),
        changesPath: z =>
          z
            .string()
            .describe('Folder of the workspace with the changed files only'),
        basePath: z =>
          z
            .string()
            .describe(
              'Folder of the workspace with the same files as they were when they were changed; without it they are expected to be new',
            )
            .optional(),
        filesToDelete: z =>
          z
            .array(z.string())
            .describe('Files of the repository that go')
            .optional(),
        title: z => z.string().describe('First line of the commit message'),
        description: z =>
          z.string().describe('Rest of the commit message').optional(),
      },
      output: {
        commitHash: z => z.string().describe('The commit that was pushed'),
        commitUrl: z =>
          z
            .string()
            .describe(
              'A page that shows the commit, on hosts known to have one',
            )
            .optional(),
      },
    },
    async handler(ctx) {
      const { title, description } = ctx.input;
      const cloneUrl = checkCloneUrl(ctx.input.cloneUrl, 'cloneUrl');
      const branch = checkBranchName(ctx.input.branchName, 'branchName');
      const baseBranch = checkBranchName(
        ctx.input.targetBranch ?? branch,
        'targetBranch',
      );
      const changes = await readChanges(ctx.workspacePath, {
        changesPath: ctx.input.changesPath,
        basePath: ctx.input.basePath,
        filesToDelete: ctx.input.filesToDelete ?? [],
      });
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would push ${changes
            .map(change => change.path)
            .join(', ')} to the branch ${branch} of ${cloneUrl}`,
        );
        ctx.output('commitHash', '0'.repeat(40));
        return;
      }
      const commitHash = await ctx.checkpoint({
        key: `push.${cloneUrl}.${branch}.${ctx.input.changesPath}`,
        fn: () =>
          withRepository(integrations, ctx, cloneUrl, repository =>
            pushChanges(repository, {
              cloneUrl,
              branch,
              baseBranch,
              changes,
              message: [title, description].filter(Boolean).join('\n\n'),
              author: chooseAuthor(config.commitAuthor, ctx.user?.entity),
            }),
          ),
      });
      ctx.logger.info(`Pushed ${commitHash} to ${branch} of ${cloneUrl}`);
      ctx.output('commitHash', commitHash);
      const commitUrl = commitUrlOf(cloneUrl, commitHash, integrations);
      if (commitUrl) ctx.output('commitUrl', commitUrl);
    },
  });
}
