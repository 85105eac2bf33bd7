import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  defaultClaim,
  EnvironmentClaim,
  EnvironmentDetail,
  EnvironmentRef,
  entityRefOf,
  environmentDeletePermission,
  formatEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { FileChange } from '../changes/FileChange';
import { removeClaim } from '../changes/removeClaim';
import { describeRemoval } from '../claims/describeRemoval';
import { ClaimTarget } from '../config/ClaimTarget';
import { ActionOptions, PlanningContext, withClaims } from './context';

/** What a removal comes to. As JSON it outlives a restart of the task. */
export type RemovalPlan = {
  changes: FileChange[];
  claimPath: string;
  title: string;
  description: string;
  entityRef: string;
};

type RemovalContext = PlanningContext & { user?: { ref?: string } };

/**
 * Decides whether the initiator may remove an environment, and plans the change on the newest state of its target's branch.
 *
 * @throws NotAllowedError, NotFoundError when there is no claim, ConflictError when the cluster would not do what Git says
 */
export async function planRemoval(
  options: ActionOptions,
  ctx: RemovalContext,
  target: ClaimTarget,
  ref: EnvironmentRef,
): Promise<RemovalPlan> {
  const credentials = await ctx.getInitiatorCredentials();
  await requirePermission(options, credentials, ref);
  const environment = await options.requests.find(credentials, ref);
  const { claim, claimPath, changes } = await withClaims(
    options.integrations,
    ctx,
    target,
    claims =>
      removeClaim(claims, {
        namespace: ref.namespace,
        environmentID: ref.name,
        claimsFolder: target.path,
      }),
  );
  if (environment) {
    refuseUnlikePolicies(claim, environment);
    if (environment.reconcileError) {
      ctx.logger.warn(
        `Crossplane can't act on ${ref.name} now, so it stays until that is mended: ${environment.reconcileError.message}`,
      );
    }
  }
  return {
    changes,
    claimPath,
    ...describeRemoval(claim, { ...ref, requestedBy: ctx.user?.ref }),
    entityRef:
      environment?.entityRef ??
      entityRefOf(ref, options.config.targets[0].cluster),
  };
}

/** @throws NotAllowedError */
async function requirePermission(
  { permissions }: ActionOptions,
  credentials: BackstageCredentials,
  ref: EnvironmentRef,
): Promise<void> {
  const [{ result }] = await permissions.authorize(
    [
      {
        permission: environmentDeletePermission,
        resourceRef: formatEnvironmentRef(ref),
      },
    ],
    { credentials },
  );
  if (result !== AuthorizeResult.ALLOW) {
    throw new NotAllowedError(
      `You may not decommission ${ref.namespace}/${ref.name}: ask its owner to, or a platform engineer for the permission`,
    );
  }
}

/** What happens to the data is decided by what the cluster has when the claim goes, whatever Git said a moment before. */
function refuseUnlikePolicies(
  claim: EnvironmentClaim,
  { ref, parameters }: EnvironmentDetail,
): void {
  const inGit = defaultClaim(claim).spec.parameters.deletionPolicy;
  const inCluster = parameters.deletionPolicy;
  if (inCluster !== undefined && inCluster !== inGit) {
    throw new ConflictError(
      `The deletionPolicy of ${ref.name} is ${inGit} in Git and still ${inCluster} in the cluster: wait until the change has arrived there`,
    );
  }
}
