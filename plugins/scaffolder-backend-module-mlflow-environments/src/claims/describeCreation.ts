import { defaultClaim } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { listFacts } from './facts';
import { PreparedClaim } from './prepareClaim';

/** Title and body for the commit, pull request or merge request that asks for an environment. */
export function describeCreation(
  prepared: PreparedClaim,
  requestedBy: string | undefined,
): { title: string; description: string } {
  const { stage, region, owner, deletionPolicy, database } = defaultClaim(
    prepared.claim,
  ).spec.parameters;
  const description = listFacts([
    ['Environment', `${prepared.namespace}/${prepared.environmentID}`],
    ['Cluster', prepared.target.cluster],
    ['Stage', stage],
    ['Region', region],
    ['Owner', owner],
    ['Database tier', database?.tier],
    ['When the claim is removed', deletionPolicy],
    ['Requested by', requestedBy],
  ]);
  return {
    title: `Create MLflow environment ${prepared.environmentID}`,
    description,
  };
}
