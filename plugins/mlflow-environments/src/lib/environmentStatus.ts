import type {
  EnvironmentStatus,
  ResourceStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** What a status means to a reader; the look of it (icon and colour) follows from this alone. */
export type Tone =
  | 'good'
  | 'working'
  | 'waiting'
  | 'warning'
  | 'bad'
  | 'leaving'
  | 'halted'
  | 'unclear';

const ENVIRONMENT_TONES: Record<EnvironmentStatus, Tone> = {
  Pending: 'waiting',
  Provisioning: 'working',
  Healthy: 'good',
  Degraded: 'warning',
  Failed: 'bad',
  Deleting: 'leaving',
  Paused: 'halted',
  Unknown: 'unclear',
};

const RESOURCE_TONES: Record<ResourceStatus, Tone> = {
  Ready: 'good',
  Progressing: 'working',
  Failed: 'bad',
  Deleting: 'leaving',
  Paused: 'halted',
  Missing: 'waiting',
  Unknown: 'unclear',
};

const EXPLANATIONS: Record<EnvironmentStatus, string> = {
  Pending: 'Asked for, but no cluster has it yet.',
  Provisioning: 'It is being set up for the first time.',
  Healthy: 'Everything it needs is ready.',
  Degraded: 'It worked before; now something it needs is not ready.',
  Failed: 'It has never worked, and something it needs fails.',
  Deleting: 'It is being removed.',
  Paused: 'Crossplane leaves it alone until somebody resumes it.',
  Unknown: 'The cluster does not say how it is.',
};

export function environmentTone(status: EnvironmentStatus): Tone {
  return ENVIRONMENT_TONES[status];
}

export function resourceTone(status: ResourceStatus): Tone {
  return RESOURCE_TONES[status];
}

export function explainStatus(status: EnvironmentStatus): string {
  return EXPLANATIONS[status];
}

/** Whether somebody has to act, so that the cause comes before everything else. */
export function isTroubled(status: EnvironmentStatus): boolean {
  return status === 'Failed' || status === 'Degraded';
}

/** Statuses in which resources come or go, so that progress says something. */
export function isUnderWay(status: EnvironmentStatus): boolean {
  return status === 'Provisioning' || status === 'Failed';
}

/** Whether the environment has worked at some time, so that there may be somebody to answer. */
export function showsConnection(status: EnvironmentStatus): boolean {
  return !['Pending', 'Provisioning', 'Failed'].includes(status);
}

/** Whether there is a claim to take away. */
export function canBeRemoved(status: EnvironmentStatus): boolean {
  return status !== 'Pending' && status !== 'Deleting';
}
