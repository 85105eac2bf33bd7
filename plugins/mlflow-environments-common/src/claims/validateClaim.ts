import {
  ENVIRONMENT_API_VERSION,
  ENVIRONMENT_KIND,
} from '../environment/constants';
import { celProblems } from './celProblems';
import { withDefaults } from './defaults';
import { environmentSchema } from './environmentSchema';
import { isNamespaceName } from './name';
import { isObject } from './objects';
import { schemaProblems } from './schemaProblems';
import { ClaimProblem } from './types';

/**
 * Everything that the API server would refuse a claim for, as far as the claim alone tells: its shape, the definition's
 * schema, unknown fields and the CEL rules. As there, the rules are tried only on a claim that fits the schema.
 *
 * @param claim - a claim, or anything that means to be one
 * @param options - `old`: the claim as it is now, for what may not change
 * @returns no problems for a claim that would be accepted
 * @public
 */
export function validateClaim(
  claim: unknown,
  options: { old?: unknown } = {},
): ClaimProblem[] {
  if (!isObject(claim)) {
    return [{ path: '', message: 'A claim is a mapping.' }];
  }
  const complete = withDefaults(claim, environmentSchema);
  const problems = [
    ...identityProblems(claim),
    ...schemaProblems(complete).filter(
      // the name is in a claim twice, one complaint about it is enough
      ({ path }) => path !== 'metadata.name' || !isNamedTwice(claim),
    ),
  ];
  if (problems.length > 0) return problems;

  const old =
    options.old === undefined
      ? undefined
      : withDefaults(options.old, environmentSchema);
  return celProblems(environmentSchema, complete, old);
}

function identityProblems(claim: Record<string, unknown>): ClaimProblem[] {
  const problems: ClaimProblem[] = [];
  if (claim.apiVersion !== ENVIRONMENT_API_VERSION) {
    problems.push({
      path: 'apiVersion',
      message: `must be ${ENVIRONMENT_API_VERSION}`,
    });
  }
  if (claim.kind !== ENVIRONMENT_KIND) {
    problems.push({ path: 'kind', message: `must be ${ENVIRONMENT_KIND}` });
  }
  const metadata = isObject(claim.metadata) ? claim.metadata : {};
  if (typeof metadata.name !== 'string') {
    problems.push({ path: 'metadata.name', message: 'is required' });
  }
  if (
    metadata.namespace !== undefined &&
    !(
      typeof metadata.namespace === 'string' &&
      isNamespaceName(metadata.namespace)
    )
  ) {
    problems.push({
      path: 'metadata.namespace',
      message: 'must be the name of a namespace, like team-a',
    });
  }
  return problems;
}

function isNamedTwice({ metadata, spec }: Record<string, unknown>): boolean {
  return (
    isObject(metadata) &&
    isObject(spec) &&
    isObject(spec.parameters) &&
    metadata.name === spec.parameters.environmentID
  );
}
