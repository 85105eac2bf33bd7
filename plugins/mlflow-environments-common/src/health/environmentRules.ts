import { Condition, EnvironmentStatus } from '../schema/openapi';
import { conditionOf } from './observe';
import { isOutdated, isPassing, isPaused } from './trouble';
import { Facts } from './types';

/** What a rule says of an environment: nothing when it doesn't hold. */
type EnvironmentRule = (
  facts: Facts,
) => { status: EnvironmentStatus; changing?: boolean } | undefined;

/** Its resources are found by label and owner; they outlive it in a background deletion. */
const goneWithResourcesLeft: EnvironmentRule = ({ environment, resources }) =>
  !environment && resources.length > 0 ? { status: 'Deleting' } : undefined;

const nothingKnown: EnvironmentRule = ({ environment }) =>
  environment ? undefined : { status: 'Unknown' };

const deleting: EnvironmentRule = ({ parents }) =>
  parents.some(({ deletedAt }) => deletedAt !== undefined)
    ? { status: 'Deleting' }
    : undefined;

/** Crossplane looks away: whatever Ready says is from before. */
const paused: EnvironmentRule = ({ parents }) =>
  parents.some(isPaused) ? { status: 'Paused' } : undefined;

/** Its own word counts as long as no resource contradicts it: Crossplane may be late, or away. */
const healthy: EnvironmentRule = facts => {
  if (!isReady(facts)) return undefined;
  const { resources } = facts;
  const changing = isChanging(facts);
  const fine = resources.every(
    ({ status, leaving }) =>
      status === 'Ready' || leaving || (changing && status === 'Progressing'),
  );
  if (!fine) return undefined;
  return changing ? { status: 'Healthy', changing } : { status: 'Healthy' };
};

/** Ready is what somebody saw before a part of it was paused. */
const partPaused: EnvironmentRule = facts =>
  isReady(facts) &&
  facts.resources.every(({ status, leaving }) =>
    leaving ? true : status === 'Ready' || status === 'Paused',
  )
    ? { status: 'Paused' }
    : undefined;

const undecided: EnvironmentRule = facts =>
  conditionOf(facts.environment, 'Ready')?.status === 'Unknown' &&
  !isFailing(facts)
    ? { status: 'Unknown' }
    : undefined;

/** Crossplane says Creating as if it had never been ready; history knows better. */
const degraded: EnvironmentRule = ({ everReady }) =>
  everReady ? { status: 'Degraded' } : undefined;

const failed: EnvironmentRule = facts =>
  isFailing(facts) ? { status: 'Failed' } : undefined;

const provisioning: EnvironmentRule = () => ({ status: 'Provisioning' });

/** In order; the first that holds decides. */
const RULES: readonly EnvironmentRule[] = [
  goneWithResourcesLeft,
  nothingKnown,
  deleting,
  paused,
  healthy,
  partPaused,
  undecided,
  degraded,
  failed,
  provisioning,
];

/** The status of an environment. */
export function judgeEnvironment(facts: Facts): {
  status: EnvironmentStatus;
  changing?: boolean;
} {
  for (const rule of RULES) {
    const verdict = rule(facts);
    if (verdict) return verdict;
  }
  return { status: 'Unknown' };
}

/**
 * What the composition function says of resources that nobody can read here. Where they can be read, what they say themselves
 * is newer.
 */
export function functionsComplaint({
  environment,
  resources,
}: Facts): Condition | undefined {
  const condition = conditionOf(environment, 'ResourcesHealthy');
  return condition?.status === 'False' &&
    !isPassing(condition) &&
    resources.some(({ status }) => status === 'Unknown')
    ? condition
    : undefined;
}

function isReady({ environment }: Facts): boolean {
  return conditionOf(environment, 'Ready')?.status === 'True';
}

function isFailing(facts: Facts): boolean {
  return (
    facts.error !== undefined ||
    facts.resources.some(({ status }) => status === 'Failed') ||
    functionsComplaint(facts) !== undefined
  );
}

/** A new spec isn't reconciled yet, or its resources are being changed. If Crossplane can't, nothing is under way. */
function isChanging({ environment, parents, resources, error }: Facts) {
  const ready = conditionOf(environment, 'Ready');
  const outdated =
    environment !== undefined &&
    ready !== undefined &&
    isOutdated(environment, ready) &&
    parents.every(parent => conditionOf(parent, 'Synced')?.status !== 'False');
  return (
    error === undefined &&
    (outdated || resources.some(({ changing, leaving }) => changing || leaving))
  );
}
