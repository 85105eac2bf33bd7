import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { changeFoldersOf, writeChanges } from '../changes/workspace';
import { describeCreation } from '../claims/describeCreation';
import { prepareClaim } from '../claims/prepareClaim';
import { ActionOptions } from './context';
import { examples } from './createEnvironment.examples';
import { inputs } from './inputs';
import { changeOutputs, publication } from './outputs';
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

      const folders = changeFoldersOf(prepared.claimPath);
      await writeChanges(ctx.workspacePath, folders, plan.changes);
      ctx.logger.info(
        `${prepared.claimPath} is ready to be published to ${prepared.target.cloneUrl}`,
      );

      const outputs = {
        ...folders,
        ...publication(options.integrations, prepared.target, {
          change: 'create',
          environment: prepared,
          taskId: ctx.task.id,
        }),
        ...describeCreation(prepared, ctx.user?.ref),
        filesToDelete: [],
        claimPath: prepared.claimPath,
        entityRef: plan.entityRef,
      };
      for (const [name, value] of Object.entries(outputs)) {
        ctx.output(name as keyof typeof outputs, value);
      }
    },
  });
}
