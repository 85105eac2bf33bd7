import {
  EnvironmentDetail,
  EnvironmentList,
  Status,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { DEFINITIONS } from './__testUtils__/definitions';
import { anEnvironment } from './__testUtils__/objects';
import { TestBackend } from './__testUtils__/TestBackend';
import { TestCluster } from './__testUtils__/TestCluster';
import { eventually } from './watch/__testUtils__/eventually';
import { FaultProxy } from './watch/__testUtils__/FaultProxy';

jest.setTimeout(60_000);

const NAMES = ['healthy', 'slow', 'failing'];

describe('three clusters, one slow, one failing, one healthy', () => {
  const clusters = new Map<string, TestCluster>();
  const proxies = new Map<string, FaultProxy>();
  let backend: TestBackend;

  beforeEach(async () => {
    for (const name of NAMES) {
      const started = await TestCluster.start(DEFINITIONS);
      await started.create(anEnvironment(`churn-${name}`, { resources: [] }));
      clusters.set(name, started);
      proxies.set(name, await FaultProxy.start(started.url));
    }
    proxy('slow').inject(() => true, { trickle: 200, everyMs: 20 });
    proxy('failing').inject(() => true, { answer: 500 });
    backend = await TestBackend.start({
      clusters: NAMES.map(name => ({
        name,
        url: proxy(name).url,
        token: cluster(name).token,
      })),
    });
  });

  afterEach(async () => {
    await backend.stop();
    await Promise.all([...proxies.values()].map(one => one.down()));
    await Promise.all([...clusters.values()].map(one => one.stop()));
  });

  function cluster(name: string): TestCluster {
    const found = clusters.get(name);
    if (!found) throw new Error(`There is no cluster ${name}`);
    return found;
  }

  function proxy(name: string): FaultProxy {
    const found = proxies.get(name);
    if (!found) throw new Error(`There is no proxy to ${name}`);
    return found;
  }

  async function untilListed(...names: string[]): Promise<void> {
    await eventually(async () => {
      const { body } = await backend.get<EnvironmentList>('/environments');
      expect(body.items.map(({ ref }) => ref.name)).toEqual(names);
    });
  }

  async function untilStates(states: object): Promise<void> {
    await eventually(async () => {
      const { body } = await backend.get<Status>('/status');
      expect(
        Object.fromEntries(
          body.clusters.map(({ name, state }) => [name, state]),
        ),
      ).toEqual(states);
    });
  }

  it('shows what can be read, and says what is the matter with the rest', async () => {
    await untilListed('churn-healthy', 'churn-slow');
    await eventually(async () => {
      const { body } = await backend.get<Status>('/status');
      expect(body.clusters).toMatchObject([
        {
          name: 'healthy',
          state: 'synced',
          lagSeconds: expect.any(Number),
          environments: 1,
        },
        {
          name: 'slow',
          state: 'synced',
          lagSeconds: expect.any(Number),
          environments: 1,
        },
        {
          name: 'failing',
          state: 'connecting',
          error: expect.stringContaining('500'),
          environments: 0,
        },
      ]);
    });
  });

  it('measures each on its own', async () => {
    await untilListed('churn-healthy', 'churn-slow');
    await untilStates({
      healthy: 'synced',
      slow: 'synced',
      failing: 'connecting',
    });
    const { metrics } = backend;
    const prefix = 'mlflow_environments.cluster';
    expect(
      NAMES.map(name => metrics.sum(`${prefix}.synced`, { cluster: name })),
    ).toEqual([1, 1, 0]);
    expect(
      metrics.read(`${prefix}.lag`).map(({ attributes }) => attributes.cluster),
    ).toEqual(['healthy', 'slow']);
    const failures = (name: string) =>
      metrics.sum(`${prefix}.requests`, { cluster: name, outcome: '5xx' });
    await eventually(async () => {
      expect(failures('failing')).toBeGreaterThan(0);
    });
    expect(failures('healthy')).toBe(0);
  });

  it('goes on following the others when one fails that was read before', async () => {
    proxy('failing').heal();
    await untilListed('churn-failing', 'churn-healthy', 'churn-slow');
    await proxy('failing').down();
    await untilStates({ healthy: 'synced', slow: 'synced', failing: 'stale' });

    for (const name of ['healthy', 'slow']) {
      await cluster(name).create(
        anEnvironment(`new-${name}`, { resources: [] }),
      );
    }
    await untilListed(
      'churn-failing',
      'churn-healthy',
      'churn-slow',
      'new-healthy',
      'new-slow',
    );
    const { body } = await backend.get<EnvironmentDetail>(
      '/environments/failing/team-a/churn-failing',
    );
    expect(body.stale?.since).toBeTruthy();

    await cluster('failing').create(
      anEnvironment('new-failing', { resources: [] }),
    );
    await proxy('failing').up();
    await untilStates({ healthy: 'synced', slow: 'synced', failing: 'synced' });
    await untilListed(
      'churn-failing',
      'churn-healthy',
      'churn-slow',
      'new-failing',
      'new-healthy',
      'new-slow',
    );
  });

  it('waits for none of them to answer anybody', async () => {
    proxy('slow').heal();
    proxy('slow').inject(() => true, { freezeAfter: 0 });
    proxy('slow').cut();
    await untilListed('churn-healthy');
    await cluster('healthy').create(anEnvironment('next', { resources: [] }));
    await untilListed('churn-healthy', 'next');
    const { body } = await backend.get<Status>('/status');
    expect(body.clusters[0]).toMatchObject({ state: 'synced' });
  });
});
