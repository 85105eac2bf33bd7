import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { prepareClaim } from '../claims/prepareClaim';
import { ActionOptions } from './context';
import { entityArrives } from './entityArrives';
import { inputs } from './inputs';
import { examples } from './registerEnvironment.examples';

/**
 * `mlflow:environment:register`: the last step. The request becomes Pending, so that the environment is seen before its cluster
 * has it.
 */
export function createRegisterEnvironmentAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'mlflow:environment:register',
    description:
      'Makes a requested MLflow environment visible at once, with the commit or pull request that asks for it',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...inputs,
        commitUrl: z =>
          z.string().url().describe('Page of the commit').optional(),
        pullRequestUrl: z =>
          z
            .string()
            .url()
            .describe('The pull or merge request that waits for review')
            .optional(),
      },
      output: {
        entityRef: z =>
          z.string().describe('The catalog entity of the environment'),
      },
    },
    async handler(ctx) {
      const { commitUrl, pullRequestUrl } = ctx.input;
      for (const url of [commitUrl, pullRequestUrl]) checkPage(url);
      const { target, namespace, environmentID, claim, claimPath } =
        prepareClaim(options.config.targets, ctx.input);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would show ${namespace}/${environmentID} as asked for, until the cluster ${target.cluster} has it`,
        );
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      const request = await options.requests.put(
        credentials,
        { cluster: target.cluster, namespace, environmentID },
        {
          state: 'Pending',
          target: target.name,
          parameters: { ...claim.spec.parameters },
          claimPath,
          taskId: ctx.task.id,
          ...(commitUrl && { commitUrl }),
          ...(pullRequestUrl && { pullRequestUrl }),
        },
      );
      ctx.logger.info(
        `${request.entityRef} is asked for; it expires at ${request.expiresAt} if the cluster ${target.cluster} hasn't got it by then`,
      );
      const { entityRef } = request;
      if (!(await entityArrives(options.catalog, entityRef, credentials))) {
        ctx.logger.warn(
          `The catalog doesn't show ${entityRef} yet; it will within a minute or so`,
        );
      }
      ctx.output('entityRef', entityRef);
    },
  });
}

/** People will follow it: an http(s) page, nothing that runs. */
function checkPage(url: string | undefined): void {
  if (url !== undefined && !/^https?:\/\//i.test(url)) {
    throw new InputError(
      `${JSON.stringify(url)} is no http(s) page to link to`,
    );
  }
}
