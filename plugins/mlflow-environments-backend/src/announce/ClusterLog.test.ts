import { mockServices } from '@backstage/backend-test-utils';
import { ClusterStatus, KindStatus } from '../store';
import { ClusterLog } from './ClusterLog';

const BUCKETS: KindStatus = {
  kind: 'Bucket.s3.aws.m.upbound.io',
  environments: false,
  state: 'synced',
  since: '2026-11-24T09:00:00Z',
  objects: 50,
};

function aStatus(overrides: Partial<ClusterStatus> = {}): ClusterStatus {
  return {
    cluster: 'one',
    default: true,
    state: 'synced',
    since: '2026-11-24T09:00:00Z',
    objects: {},
    kinds: [BUCKETS],
    malformedObjects: 0,
    ...overrides,
  };
}

describe('what operators read of clusters', () => {
  function setUp() {
    const logger = mockServices.logger.mock();
    const log = new ClusterLog(logger);
    return { log, logger };
  }

  it('is when a cluster is read, goes and comes back, each once', () => {
    const { log, logger } = setUp();
    const stale = aStatus({
      state: 'stale',
      error: "Cluster 'one' cannot be reached: connect ECONNREFUSED",
    });
    for (const status of [
      aStatus({ state: 'connecting', kinds: [] }),
      aStatus(),
      aStatus(),
      stale,
      stale,
      aStatus(),
    ]) {
      log.observe([status]);
    }
    expect(logger.info.mock.calls).toEqual([
      ["Cluster 'one' is read: 50 objects of 1 kinds"],
      ["Cluster 'one' is read again: 50 objects of 1 kinds"],
    ]);
    expect(logger.warn.mock.calls).toEqual([
      [
        "Cluster 'one' can not be read, its last known state is shown: Cluster 'one' cannot be reached: connect ECONNREFUSED",
      ],
    ]);
  });

  it('is which kinds may not be read, once', () => {
    const { log, logger } = setUp();
    const status = aStatus({ kinds: [{ ...BUCKETS, state: 'forbidden' }] });
    log.observe([status]);
    log.observe([status]);
    expect(logger.warn.mock.calls).toEqual([
      [
        "Cluster 'one' can not be read in full: Bucket.s3.aws.m.upbound.io (forbidden)",
      ],
    ]);
  });
});
