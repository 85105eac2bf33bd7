import { createConditionExports } from '@backstage/plugin-permission-node';
import { environmentPermissionResourceRef } from './resource';
import { environmentRules } from './rules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: environmentPermissionResourceRef,
  rules: environmentRules,
});

/**
 * Conditions for a permission policy, like `mlflowEnvironmentConditions.isOwner({ claims })`.
 *
 * @public
 */
export const mlflowEnvironmentConditions = conditions;

/**
 * Makes a policy's decision about environments depend on conditions.
 *
 * @public
 */
export const createMlflowEnvironmentConditionalDecision =
  createConditionalDecision;
