import {
  asksForConfirmation,
  defaultClaim,
  EnvironmentClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { listFacts } from './facts';

/** What each deletionPolicy does. */
const DATA = {
  Orphan:
    'The database and the bucket stay, cost money, and wait for a review. Everything else is deleted.',
  Delete: 'The database and the bucket are deleted for good.',
};

/** Title and body for the commit, pull request or merge request that removes an environment. */
export function describeRemoval(
  claim: EnvironmentClaim,
  about: { cluster: string; namespace: string; requestedBy?: string },
): { title: string; description: string } {
  const { environmentID, stage, owner, deletionPolicy } =
    defaultClaim(claim).spec.parameters;
  const facts = listFacts([
    ['Environment', `${about.namespace}/${environmentID}`],
    ['Cluster', about.cluster],
    ['Stage', stage],
    ['Owner', owner],
    ['When the claim is removed', deletionPolicy],
    ['Requested by', about.requestedBy],
  ]);
  const consequences = [
    deletionPolicy && DATA[deletionPolicy],
    asksForConfirmation(claim) &&
      'Argo CD asks for a confirmation before it goes.',
  ].filter(Boolean);
  return {
    title: `Decommission MLflow environment ${environmentID}`,
    description: [facts, ...consequences].join('\n\n'),
  };
}
