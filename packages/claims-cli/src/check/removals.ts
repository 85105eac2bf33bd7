import {
  defaultClaim,
  EnvironmentClaim,
  missingConfirmations,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { aboutFile, Finding } from './Finding';
import { identityOf, ReadClaims } from './readClaims';

/** What goes with the claims that go: reviewers should not have to guess. */
export function checkRemovals({ before, after }: ReadClaims): Finding[] {
  const staying = new Set(
    [...after.values()].flatMap(({ claims }) =>
      claims.map(({ claim }) => identityOf(claim)),
    ),
  );
  return before
    .filter(({ claim }) => !staying.has(identityOf(claim)))
    .map(({ path, claim }) => {
      const missing = missingConfirmations(claim);
      return missing.length > 0
        ? aboutFile(
            path,
            `the prod environment ${identityOf(
              claim,
            )} would go without a confirmation: first add ${missing.join(
              ',',
            )} to its claim, in a change of its own`,
          )
        : { ...aboutFile(path, consequence(claim)), note: true };
    });
}

function consequence(claim: EnvironmentClaim): string {
  const { stage, deletionPolicy } = defaultClaim(claim).spec.parameters;
  const data =
    deletionPolicy === 'Delete'
      ? 'its database and its bucket are deleted with everything in them'
      : 'its database and its bucket are kept, and go on costing money';
  return `takes away the ${stage} environment ${identityOf(claim)}; ${data}`;
}
