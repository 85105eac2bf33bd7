import { ClaimParameters, EnvironmentClaim } from '../types';

/** A valid claim for tests; `parameters` are laid over the one field that is required. */
export function aClaim(
  parameters: Partial<ClaimParameters> = {},
): EnvironmentClaim {
  const environmentID = parameters.environmentID ?? 'churn-model';
  return {
    apiVersion: 'mlops.example.com/v1alpha1',
    kind: 'MLflowEnvironment',
    metadata: { name: environmentID, namespace: 'team-a' },
    spec: { parameters: { ...parameters, environmentID } },
  };
}
