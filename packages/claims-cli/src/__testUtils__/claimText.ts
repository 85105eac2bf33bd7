import {
  buildClaim,
  ClaimParameters,
  renderClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** The claim that the wizard would write for an environment in team-a. */
export function claimText(
  environmentID: string,
  {
    namespace = 'team-a',
    annotations = {},
    ...parameters
  }: Omit<ClaimParameters, 'environmentID'> & {
    namespace?: string;
    annotations?: Record<string, string>;
  } = {},
): string {
  return renderClaim(
    buildClaim({
      namespace,
      parameters: { environmentID, ...parameters },
      annotations: {
        'mlops.example.com/claim-repository':
          'https://git.example.com/claims.git',
        'mlops.example.com/claim-path': `environments/${namespace}/${environmentID}.yaml`,
        ...annotations,
      },
    }),
  );
}
