import type {
  ClusterStatus,
  KindStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import type { Tone } from './environmentStatus';
import { formatCount, formatList } from './format';

/** Bookmarks come every minute; a cluster that said nothing for this long is not quiet but slow. */
const LONG_LAG_SECONDS = 3 * 60;
const MOST_KINDS_NAMED = 3;

/** How well a cluster is known, for a reader. */
export interface ClusterCondition {
  tone: Tone;
  label: string;
  /** What it means for what is shown; absent when there is nothing to say. */
  meaning?: string;
}

export function clusterCondition(cluster: ClusterStatus): ClusterCondition {
  switch (cluster.state) {
    case 'connecting':
      return cluster.error
        ? {
            tone: 'bad',
            label: 'Out of reach',
            meaning: 'Its environments are not known yet.',
          }
        : { tone: 'working', label: 'Connecting' };
    case 'syncing':
      return {
        tone: 'working',
        label: 'Being read',
        meaning: 'Some of its environments may be missing.',
      };
    case 'stale':
      return {
        tone: 'warning',
        label: 'Out of reach',
        meaning: 'Its environments are shown as they were last.',
      };
    case 'unsupported':
      return {
        tone: 'halted',
        label: 'Not watched',
        meaning: 'Its environments are not shown.',
      };
    default:
      return conditionOfRead(cluster);
  }
}

/** Whether anything is amiss that a reader of environments should know. */
export function isTroubled(cluster: ClusterStatus): boolean {
  return !['good', 'working'].includes(clusterCondition(cluster).tone);
}

/** "2 clusters, 1 of them in trouble" */
export function summarizeClusters(clusters: ClusterStatus[]): string {
  const troubled = clusters.filter(isTroubled).length;
  const all = formatCount(clusters.length, 'cluster');
  return troubled ? `${all}, ${troubled} in trouble` : all;
}

/** "4 seconds", "2 minutes"; nothing of a cluster that never was heard. */
export function formatLag(seconds: number | undefined): string {
  if (seconds === undefined) {
    return '';
  }
  return seconds < 60
    ? formatCount(Math.round(seconds), 'second')
    : formatCount(Math.floor(seconds / 60), 'minute');
}

function conditionOfRead({
  kinds,
  lagSeconds = 0,
}: ClusterStatus): ClusterCondition {
  const unread = kinds.filter(isUnread).map(({ kind }) => kind);
  if (unread.length > 0) {
    return {
      tone: 'warning',
      label: 'Read in part',
      meaning: `${nameSome(
        unread,
      )} can't be read, so their state is not known.`,
    };
  }
  if (lagSeconds > LONG_LAG_SECONDS) {
    return {
      tone: 'warning',
      label: 'Slow',
      meaning: 'What is shown of it may be out of date.',
    };
  }
  return { tone: 'good', label: 'Up to date' };
}

function isUnread({ state }: KindStatus): boolean {
  return state === 'forbidden' || state === 'stale';
}

function nameSome(kinds: string[]): string {
  const others = kinds.length - MOST_KINDS_NAMED;
  return formatList([
    ...kinds.slice(0, MOST_KINDS_NAMED),
    ...(others > 0 ? [`${others} more`] : []),
  ]);
}
