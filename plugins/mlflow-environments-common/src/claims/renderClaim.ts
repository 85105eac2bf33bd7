import { stringify } from 'yaml';
import { EnvironmentClaim } from './types';
import { writeOptions } from './yamlWrite';

/**
 * A claim as YAML for Git. Every string comes back as itself, whichever version of YAML reads it.
 *
 * @public
 */
export function renderClaim(claim: EnvironmentClaim): string {
  return stringify(claim, { ...writeOptions, aliasDuplicateObjects: false });
}
