import { ANNOTATION_SYNC_OPTIONS } from '../environment/constants';
import { EnvironmentClaim } from './types';

/** What Argo CD does to an object only once a person has agreed (Argo CD, docs/user-guide/sync-options.md). */
const CONFIRMED = ['Prune', 'Delete'];

/**
 * The value of a claim's `argocd.argoproj.io/sync-options`: an environment in production goes only once a person has
 * confirmed it, the others go with their claim. Options that say something else are kept. Flux and others take no notice of
 * the annotation.
 *
 * @param current - the value that the claim has now
 * @returns undefined when the claim needs no such annotation
 * @public
 */
export function confirmationOptions(
  stage: unknown,
  current?: string,
): string | undefined {
  const options = optionsOf(current);
  const wanted =
    stage === 'prod'
      ? [...options, ...CONFIRMED.filter(isUnconfirmed(options)).map(confirm)]
      : options.filter(option => !CONFIRMED.map(confirm).includes(option));
  return wanted.length > 0 ? wanted.join(',') : undefined;
}

/**
 * The sync options that a claim lacks for Argo CD to ask before the environment goes; none unless it is in production.
 *
 * @public
 */
export function missingConfirmations({
  metadata,
  spec,
}: EnvironmentClaim): string[] {
  const options = optionsOf(metadata.annotations?.[ANNOTATION_SYNC_OPTIONS]);
  return spec.parameters.stage === 'prod'
    ? CONFIRMED.filter(isUnconfirmed(options)).map(confirm)
    : [];
}

/**
 * Whether Argo CD asks a person before it does any of this to the claim's environment.
 *
 * @public
 */
export function asksForConfirmation({ metadata }: EnvironmentClaim): boolean {
  const options = optionsOf(metadata.annotations?.[ANNOTATION_SYNC_OPTIONS]);
  return CONFIRMED.some(action => options.includes(confirm(action)));
}

function confirm(action: string): string {
  return `${action}=confirm`;
}

/** What Argo CD never does needs no confirmation. */
function isUnconfirmed(options: string[]) {
  return (action: string) =>
    !options.includes(confirm(action)) && !options.includes(`${action}=false`);
}

function optionsOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map(option => option.trim())
    .filter(option => option !== '');
}
