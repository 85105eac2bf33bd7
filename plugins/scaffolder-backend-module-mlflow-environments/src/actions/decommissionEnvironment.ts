import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { checkName } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { changeFoldersOf, writeChanges } from '../changes/workspace';
import { selectTarget } from '../config/selectTarget';
import { ActionOptions } from './context';
import { examples } from './decommissionEnvironment.examples';
import { inputs } from './inputs';
import { changeOutputs, publication } from './outputs';
import { planRemoval } from './planRemoval';

/**
 * `mlflow:environment:decommission`: makes the change to the target's repository that takes an environment away. Nothing is
 * committed yet.
 */
export function decommissionEnvironmentAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'mlflow:environment:decommission',
    description:
      'Takes the claim of an MLflow environment out of its repository, for a later step to publish',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        target: inputs.target,
        namespace: inputs.namespace,
        environmentID: z => z.string().describe('Name of the environment'),
      },
      output: changeOutputs,
    },
    async handler(ctx) {
      const { namespace, environmentID } = ctx.input;
      const badName = checkName(environmentID);
      if (badName) {
        throw new InputError(
          `${JSON.stringify(environmentID)} can't be the name: ${badName}`,
        );
      }
      const target = selectTarget(options.config.targets, {
        name: ctx.input.target,
        namespace,
      });
      const { cluster } = target;
      const ref = { cluster, namespace, name: environmentID };
      const plan = ctx.isDryRun
        ? await planRemoval(options, ctx, target, ref)
        : await ctx.checkpoint({
            key: `decommission.${cluster}.${namespace}.${environmentID}`,
            fn: () => planRemoval(options, ctx, target, ref),
          });

      const folders = changeFoldersOf(plan.claimPath);
      await writeChanges(ctx.workspacePath, folders, plan.changes);
      ctx.logger.info(
        `${plan.claimPath} is ready to be removed from ${target.cloneUrl}`,
      );

      const outputs = {
        ...folders,
        ...publication(options.integrations, target, {
          change: 'decommission',
          environment: { namespace, environmentID },
          taskId: ctx.task.id,
        }),
        title: plan.title,
        description: plan.description,
        filesToDelete: plan.changes
          .filter(({ content }) => content === undefined)
          .map(({ path }) => path),
        claimPath: plan.claimPath,
        entityRef: plan.entityRef,
      };
      for (const [name, value] of Object.entries(outputs)) {
        ctx.output(name as keyof typeof outputs, value);
      }
    },
  });
}
