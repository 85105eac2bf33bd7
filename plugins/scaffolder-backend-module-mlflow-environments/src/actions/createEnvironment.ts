import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { describeCreation } from '../claims/describeCreation';
import { prepareClaim } from '../claims/prepareClaim';
import { ActionOptions } from './context';
import { examples } from './createEnvironment.examples';
import { handOver } from './handOver';
import { inputs } from './inputs';
import { changeOutputs } from './outputs';
import { planCreation, previewCreation } from './planCreation';

/**
 * `mlflow:environment:create`: reserves a name and makes the change to the target's repository that asks for an environment.
 * Nothing is committed yet.
 */
export function createEnvironmentAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'mlflow:environment:create',
    description:
      'Reserves the name of an MLflow environment and writes the claim that asks for it, for a later step to publish',
    examples,
    supportsDryRun: true,
    schema: { input: inputs, output: changeOutputs },
    async handler(ctx) {
      const prepared = prepareClaim(options.config.targets, ctx.input);
      const plan = ctx.isDryRun
        ? await previewCreation(options, ctx, prepared)
        : await ctx.checkpoint({
            key: `create.${prepared.claimPath}`,
            fn: () => planCreation(options, ctx, prepared),
          });

      await handOver(options.integrations, ctx, {
        change: 'create',
        target: prepared.target,
        environment: prepared,
        claimPath: prepared.claimPath,
        ...plan,
        ...describeCreation(prepared, ctx.user?.ref),
      });
      ctx.logger.info(
        `${prepared.claimPath} is ready to be published to ${prepared.target.cloneUrl}`,
      );
    },
  });
}
