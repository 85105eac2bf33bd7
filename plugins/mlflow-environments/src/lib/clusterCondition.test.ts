import { aCluster } from '../__testUtils__/clusters';
import {
  clusterCondition,
  formatLag,
  isTroubled,
  summarizeClusters,
} from './clusterCondition';

const bucket = {
  apiVersion: 's3.aws.m.upbound.io',
  kind: 'Bucket',
  state: 'forbidden' as const,
  objects: 0,
};

describe('clusterCondition', () => {
  it.each([
    ['up to date', aCluster(), 'Up to date', false],
    [
      'being connected to',
      aCluster({ state: 'connecting' }),
      'Connecting',
      false,
    ],
    ['being read', aCluster({ state: 'syncing' }), 'Being read', false],
    [
      'never reached',
      aCluster({ state: 'connecting', error: 'refused' }),
      'Out of reach',
      true,
    ],
    [
      'out of reach',
      aCluster({ state: 'stale', error: 'refused' }),
      'Out of reach',
      true,
    ],
    ['unsupported', aCluster({ state: 'unsupported' }), 'Not watched', true],
    ['slow', aCluster({ lagSeconds: 200 }), 'Slow', true],
    ['read in part', aCluster({ kinds: [bucket] }), 'Read in part', true],
  ])('of a cluster that is %s', (_, cluster, label, troubled) => {
    expect(clusterCondition(cluster).label).toBe(label);
    expect(isTroubled(cluster)).toBe(troubled);
  });

  it('names some of the kinds that cannot be read', () => {
    const kinds = ['A', 'B', 'C', 'D', 'E'].map(kind => ({ ...bucket, kind }));
    expect(clusterCondition(aCluster({ kinds })).meaning).toBe(
      "A, B, C and 2 more can't be read, so their state is not known.",
    );
  });
});

describe('summarizeClusters', () => {
  it('counts them, and those in trouble', () => {
    expect(summarizeClusters([aCluster()])).toBe('1 cluster');
    expect(summarizeClusters([aCluster(), aCluster({ state: 'stale' })])).toBe(
      '2 clusters, 1 in trouble',
    );
  });
});

describe('formatLag', () => {
  it.each([
    [undefined, ''],
    [1.2, '1 second'],
    [59, '59 seconds'],
    [150, '2 minutes'],
  ])('tells %p seconds as %p', (seconds, text) => {
    expect(formatLag(seconds)).toBe(text);
  });
});
