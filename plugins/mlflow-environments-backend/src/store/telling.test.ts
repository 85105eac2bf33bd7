import { mockServices } from '@backstage/backend-test-utils';
import { aBucket, anEnvironment, list } from './__testUtils__/objects';
import { MemoryEnvironmentStore } from './MemoryEnvironmentStore';

const ENVIRONMENT = { group: 'mlops.example.com', kind: 'MLflowEnvironment' };
const BUCKET = { group: 's3.aws.m.upbound.io', kind: 'Bucket' };

describe('when listeners are told', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function setUp() {
    const store = new MemoryEnvironmentStore({
      logger: mockServices.logger.mock(),
    });
    const told: Array<{ name: string; resources?: number }> = [];
    store.onChange(({ ref, after }) =>
      told.push({ name: ref.name, resources: after?.resources.length }),
    );
    const cluster = (name: string) => {
      const feed = store.addCluster({ name, default: name === 'one' });
      return {
        environments: feed.kind(ENVIRONMENT, 'environment'),
        buckets: feed.kind(BUCKET, 'composed'),
      };
    };
    return { store, told, cluster };
  }

  const demo = anEnvironment('demo').build();
  const bucket = aBucket('demo').controlledBy(demo).build();

  it('hears of an environment once, whole, when a cluster is read for the first time', () => {
    const { store, told, cluster } = setUp();
    const { environments, buckets } = cluster('one');
    environments.heard();
    list(environments, [demo]);
    environments.state('synced');
    jest.advanceTimersByTime(5_000);
    expect(told).toEqual([]);

    list(buckets, [bucket]);
    buckets.state('synced');
    expect(store.status()[0].state).toBe('syncing');
    jest.advanceTimersByTime(100);
    expect(told).toEqual([{ name: 'demo', resources: 1 }]);
    expect(store.status()[0].state).toBe('synced');
  });

  it('hears of what there is when a kind takes long to be read', () => {
    const { told, cluster } = setUp();
    const { environments } = cluster('one');
    environments.heard();
    list(environments, [demo]);
    environments.state('synced');
    jest.advanceTimersByTime(61_000);
    expect(told).toEqual([{ name: 'demo', resources: 0 }]);
  });

  it('does not wait for a cluster that is still being read to hear of another', () => {
    const { told, cluster } = setUp();
    const slow = cluster('slow');
    slow.environments.heard();
    list(slow.environments, [demo]);
    slow.environments.state('synced');

    const quick = cluster('quick');
    quick.environments.heard();
    list(quick.environments, [anEnvironment('other').build()]);
    quick.environments.state('synced');
    quick.buckets.state('synced');
    jest.advanceTimersByTime(100);
    expect(told).toEqual([{ name: 'other', resources: 0 }]);
  });

  it('hears at once of what changes later, a new kind included', () => {
    const { store, told, cluster } = setUp();
    const { environments, buckets } = cluster('one');
    environments.heard();
    environments.state('synced');
    buckets.state('synced');
    store
      .addCluster({ name: 'one', default: true })
      .kind({ group: 'example.com', kind: 'Late' }, 'composed');
    environments.upserted(demo);
    jest.advanceTimersByTime(100);
    expect(told).toEqual([{ name: 'demo', resources: 0 }]);
  });
});
