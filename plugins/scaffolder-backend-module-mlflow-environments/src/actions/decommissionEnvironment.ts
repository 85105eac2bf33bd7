import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { refuseBadName } from '../claims/prepareClaim';
import { selectTarget } from '../config/selectTarget';
import { ActionOptions } from './context';
import { examples } from './decommissionEnvironment.examples';
import { handOver } from './handOver';
import { inputs } from './inputs';
import { changeOutputs } from './outputs';
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
      refuseBadName(environmentID);
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

      await handOver(options.integrations, ctx, {
        change: 'decommission',
        target,
        environment: { namespace, environmentID },
        ...plan,
      });
      ctx.logger.info(
        `${plan.claimPath} is ready to be removed from ${target.cloneUrl}`,
      );
    },
  });
}
