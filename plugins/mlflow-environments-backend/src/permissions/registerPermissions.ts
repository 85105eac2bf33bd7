import { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  ConditionTransformer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  mlflowEnvironmentsPermissions,
  parseEnvironmentRef,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Environments } from '../environments/Environments';
import {
  EnvironmentCondition,
  environmentPermissionResourceRef,
} from './resource';
import { environmentRules } from './rules';

/**
 * Lets the permission backend know what can be decided on here, and find what it is to decide on.
 * @returns what turns a policy's conditions into conditions on environments
 */
export function registerPermissions(
  registry: PermissionsRegistryService,
  environments: Environments,
): ConditionTransformer<EnvironmentCondition> {
  registry.addResourceType({
    resourceRef: environmentPermissionResourceRef,
    permissions: mlflowEnvironmentsPermissions,
    rules: Object.values(environmentRules),
    getResources: async refs =>
      refs.map(ref => {
        const place = parseEnvironmentRef(ref);
        return place && environments.get(place)?.facts;
      }),
  });
  return createConditionTransformer(
    registry.getPermissionRuleset(environmentPermissionResourceRef),
  );
}
