import { InputError } from '@backstage/errors';
import {
  ANNOTATION_CLAIM_PATH,
  ANNOTATION_CLAIM_REPOSITORY,
  buildClaim,
  checkName,
  claimPath,
  ClaimParameters,
  ClaimProblem,
  EnvironmentClaim,
  renderClaim,
  validateClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { ClaimTarget } from '../config/ClaimTarget';
import { selectTarget } from '../config/selectTarget';

/** What a step is asked for. */
export interface ClaimInput {
  /** Name of the target; may be left out where there is only one. */
  target?: string;
  namespace: string;
  parameters: { environmentID: string; [field: string]: unknown };
}

/** A claim that the API server would accept, and where it goes. */
export interface PreparedClaim {
  target: ClaimTarget;
  environmentID: string;
  namespace: string;
  claim: EnvironmentClaim;
  /** Where it is in the target's repository. */
  claimPath: string;
  /** The claim as it will be committed. */
  text: string;
}

/** @throws InputError for everything wrong with the input, before anything is written or reserved */
export function prepareClaim(
  targets: ClaimTarget[],
  input: ClaimInput,
): PreparedClaim {
  const { namespace } = input;
  // What is wrong beyond the name is found by validating, against the schema that says what parameters there are.
  const parameters = input.parameters as ClaimParameters;
  const { environmentID } = parameters;
  const target = selectTarget(targets, { name: input.target, namespace });
  refuseBadName(environmentID);
  const path = claimPath({ path: target.path, namespace, environmentID });
  const claim = buildClaim({
    namespace,
    parameters,
    annotations: {
      [ANNOTATION_CLAIM_REPOSITORY]: target.cloneUrl,
      [ANNOTATION_CLAIM_PATH]: path,
    },
  });
  refuseProblems(validateClaim(claim));
  return {
    target,
    environmentID,
    namespace,
    claim,
    claimPath: path,
    text: renderClaim(claim),
  };
}

/** @throws InputError for what can't name an environment */
export function refuseBadName(environmentID: string | undefined): void {
  const problem = checkName(environmentID ?? '');
  if (problem) {
    throw new InputError(
      `${JSON.stringify(environmentID)} can't be the name: ${problem}`,
    );
  }
}

/** @throws InputError that lists the problems, if there are any */
export function refuseProblems(problems: ClaimProblem[]): void {
  if (problems.length === 0) return;
  throw new InputError(
    `The claim would be refused: ${problems
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join('; ')}`,
  );
}
