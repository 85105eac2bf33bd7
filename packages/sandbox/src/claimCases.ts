import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PAUSED_ANNOTATION } from './crossplane';
import { messageOf } from './errors';
import { CLAIM_TYPE } from './gitops';
import { JsonObject } from './json';
import { isInvalid, KubeClient } from './kube';
import { functionDirectory } from './platform';

const FIELD_MANAGER = 'claim-cases';

/** Claims that one rule of the environment API accepts and refuses, as the parameters of one version after the other. */
export interface ClaimCase {
  /** Where the rule is in the schema; empty at its root. */
  at: string;
  /** What the rule says when it refuses. */
  says: string;
  accepts: JsonObject[];
  refuses: JsonObject[];
}

/** The cases of every rule, from the function's package: for tests on any API server. */
export function readClaimCases(): ClaimCase[] {
  const file = join(functionDirectory(), 'definition-cases.yaml');
  return parse(readFileSync(file, 'utf8')) as ClaimCase[];
}

/**
 * Applies versions of a claim one after the other, and takes it away again. Nobody acts on it: it is paused.
 *
 * @returns what the API server said when it refused the last version; `undefined` where it accepted all
 * @throws ApiError where it refuses an earlier one, or for another reason than what the claim says
 */
export async function tryClaim(
  client: KubeClient,
  place: { namespace: string; name: string },
  versions: JsonObject[],
): Promise<string | undefined> {
  const apply = (parameters: JsonObject) =>
    client.apply(
      {
        ...CLAIM_TYPE,
        metadata: { ...place, annotations: { [PAUSED_ANNOTATION]: 'true' } },
        spec: { parameters: { environmentID: place.name, ...parameters } },
      },
      FIELD_MANAGER,
    );
  const last = versions[versions.length - 1];
  try {
    for (const earlier of versions.slice(0, -1)) {
      await apply(earlier);
    }
    return await refusalOf(() => apply(last));
  } finally {
    await client.delete({ ...CLAIM_TYPE, ...place });
  }
}

async function refusalOf(
  act: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (isInvalid(error)) {
      return messageOf(error);
    }
    throw error;
  }
}
