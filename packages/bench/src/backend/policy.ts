import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  createMlflowEnvironmentConditionalDecision,
  mlflowEnvironmentConditions,
} from '@mlops-platform/backstage-plugin-mlflow-environments-backend';
import { RESOURCE_TYPE_MLFLOW_ENVIRONMENT } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** Everybody sees dev and staging, and of prod what is theirs: a decision with conditions, as in real life. */
class BenchPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (
      !user ||
      !isResourcePermission(permission, RESOURCE_TYPE_MLFLOW_ENVIRONMENT)
    ) {
      return { result: AuthorizeResult.ALLOW };
    }
    const { isOwner, hasStage } = mlflowEnvironmentConditions;
    return createMlflowEnvironmentConditionalDecision(permission, {
      anyOf: [
        isOwner({ claims: user.info.ownershipEntityRefs }),
        hasStage({ stages: ['dev', 'staging'] }),
      ],
    });
  }
}

export const benchPolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'bench-policy',
  register(reg) {
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new BenchPolicy());
      },
    });
  },
});
