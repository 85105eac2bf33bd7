import { UserInfoService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createMlflowEnvironmentConditionalDecision,
  mlflowEnvironmentConditions,
} from '@mlops-platform/backstage-plugin-mlflow-environments-backend';
import {
  environmentCreatePermission,
  environmentReadPermission,
  RESOURCE_TYPE_MLFLOW_ENVIRONMENT,
  retainedResourceReviewPermission,
  statusReadPermission,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

const PLATFORM = 'group:default/platform';
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * What the demo's people may do: the platform group everything; members of a team ask for environments and change their own;
 * everybody signed in sees dev and staging, and of prod what their team owns.
 */
export class DemoPolicy implements PermissionPolicy {
  constructor(private readonly userInfo: UserInfoService) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return DENY;
    const { ownershipEntityRefs: claims } = await this.userInfo.getUserInfo(
      user.credentials,
    );
    if (claims.includes(PLATFORM)) return ALLOW;

    if (isPermission(permission, environmentCreatePermission)) {
      return claims.some(ref => ref.startsWith('group:')) ? ALLOW : DENY;
    }
    if (
      isPermission(permission, retainedResourceReviewPermission) ||
      isPermission(permission, statusReadPermission)
    ) {
      return DENY;
    }
    if (isResourcePermission(permission, RESOURCE_TYPE_MLFLOW_ENVIRONMENT)) {
      const own = mlflowEnvironmentConditions.isOwner({ claims });
      return createMlflowEnvironmentConditionalDecision(
        permission,
        isPermission(permission, environmentReadPermission)
          ? {
              anyOf: [
                own,
                mlflowEnvironmentConditions.hasStage({
                  stages: ['dev', 'staging'],
                }),
              ],
            }
          : own,
      );
    }
    return ALLOW;
  }
}
