import { stringifyError } from '@backstage/errors';
import {
  ClaimProblem,
  entityRefOf,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { createClaim } from '../changes/createClaim';
import { FileChange } from '../changes/FileChange';
import { PreparedClaim, refuseProblems } from '../claims/prepareClaim';
import { ActionOptions, PlanningContext, withClaims } from './context';

/** What a creation comes to. As JSON it outlives a restart of the task. */
export type CreationPlan = {
  changes: FileChange[];
  entityRef: string;
};

type CreationContext = PlanningContext & { task: { id: string } };

/**
 * Reserves the name, which is also where the initiator's permission is decided, and plans the change on the newest state of the
 * target's branch. When that fails the name is free again.
 */
export async function planCreation(
  options: ActionOptions,
  ctx: CreationContext,
  prepared: PreparedClaim,
): Promise<CreationPlan> {
  const { target, namespace, environmentID, claim, claimPath } = prepared;
  const credentials = await ctx.getInitiatorCredentials();
  const path = { cluster: target.cluster, namespace, environmentID };
  const request = await options.requests.put(credentials, path, {
    state: 'Reserved',
    target: target.name,
    parameters: { ...claim.spec.parameters },
    claimPath,
    taskId: ctx.task.id,
  });
  ctx.logger.info(
    `Reserved the name ${environmentID}: if a later step fails, the reservation expires by itself at ${request.expiresAt}`,
  );
  try {
    await checkPlatformRules(options, ctx, prepared);
    return {
      changes: await planChanges(options, ctx, prepared),
      entityRef: request.entityRef,
    };
  } catch (error) {
    // One that has moved on belongs to a claim in Git.
    if (request.state === 'Reserved') {
      await options.requests
        .withdraw(credentials, path)
        .catch(problem =>
          ctx.logger.warn(
            `The reservation couldn't be withdrawn and expires by itself: ${stringifyError(
              problem,
            )}`,
          ),
        );
    }
    throw error;
  }
}

/** What a creation would come to, without a reservation and without a clone. */
export async function previewCreation(
  options: ActionOptions,
  ctx: CreationContext,
  prepared: PreparedClaim,
): Promise<CreationPlan> {
  const { target, namespace, environmentID } = prepared;
  const credentials = await ctx.getInitiatorCredentials();
  await options.requests.checkName(credentials, environmentID);
  await checkPlatformRules(options, ctx, prepared);
  return {
    changes: [{ path: prepared.claimPath, content: prepared.text }],
    entityRef: entityRefOf(
      { cluster: target.cluster, namespace, name: environmentID },
      options.config.targets[0].cluster,
    ),
  };
}

async function planChanges(
  options: ActionOptions,
  ctx: CreationContext,
  { target, environmentID, claimPath, text }: PreparedClaim,
): Promise<FileChange[]> {
  return withClaims(options.integrations, ctx, target, claims =>
    createClaim(claims, {
      environmentID,
      claimPath,
      claimsFolder: target.path,
      text,
    }),
  );
}

/** Refuses what only the settings of the target's cluster tell. Where they can't be asked, the cluster itself will tell. */
async function checkPlatformRules(
  options: ActionOptions,
  ctx: CreationContext,
  prepared: PreparedClaim,
): Promise<void> {
  const credentials = await ctx.getInitiatorCredentials();
  const unknown = (reason: string) =>
    ctx.logger.warn(
      `The platform's own rules can't be checked now, the cluster will: ${reason}`,
    );
  let problems: ClaimProblem[] = [];
  try {
    ({ problems } = await options.requests.preview(credentials, {
      target: prepared.target.name,
      namespace: prepared.namespace,
      parameters: { ...prepared.claim.spec.parameters },
    }));
  } catch (error) {
    unknown(stringifyError(error));
  }
  // The claim as a whole was found valid before; what has no field is said of the platform.
  problems
    .filter(({ path }) => !path)
    .forEach(problem => unknown(problem.message));
  refuseProblems(problems.filter(({ path }) => path));
}
