import {
  EnvironmentDetail,
  EnvironmentHistory,
  Preview,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { SPEED_ANNOTATION } from '@mlops-platform/sandbox';
import { describeWithCrossplane } from '../__testUtils__/controlPlane';
import { eventually } from '../__testUtils__/eventually';
import { Platform } from './__testUtils__/Platform';

describeWithCrossplane('an environment under Crossplane', () => {
  let platform: Platform;

  beforeAll(async () => {
    platform = await Platform.start('lifecycle');
    await platform.claim('scales');
    await platform.claim('grows');
  });

  afterAll(() => platform?.stop());

  it('comes up, counting up to all that its plan has', async () => {
    const { resources: planned } = await platform.aggregator.post<Preview>(
      '/previews',
      {
        namespace: platform.namespace,
        parameters: { environmentID: 'comes-up' },
      },
    );
    const total = planned.length;
    // An aggregator that has just started counts what is there, until it has read the Composition's settings. Of an
    // environment that is paused from its first moment nothing is there but its plan.
    await platform.claim('waits', {
      annotations: { 'crossplane.io/paused': 'true' },
    });
    await eventually(async () => {
      const { health } = await platform.environment('waits');
      return health.progress.total === total;
    });

    const seen: EnvironmentDetail['health'][] = [];
    await platform.claim('comes-up', { parameters: { region: 'us-west-2' } });
    const { health, resources } = await eventually(async () => {
      const environment = await platform.environment('comes-up');
      seen.push(environment.health);
      return environment.health.status === 'Healthy' && environment;
    });

    const names = planned.map(plan => plan.compositionResourceName);
    expect(health.progress).toEqual({ ready: total, total });
    expect(resources.map(each => each.compositionResourceName)).toEqual(names);
    const before = seen.slice(0, -1);
    expect(before.map(({ status }) => status)).toEqual(
      before.map(() => 'Provisioning'),
    );
    expect(before.map(({ progress }) => progress.total)).toEqual(
      before.map(() => total),
    );
    const counts = before.map(({ progress }) => progress.ready);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.some(count => count > 0 && count < total)).toBe(true);
  });

  it('says where it is, and is remembered to have been ready', async () => {
    await platform.untilHealthy('comes-up');

    const { status } = await eventually(async () => {
      const composite = await platform.composite('comes-up');
      return composite.status?.firstReadyTime ? composite : undefined;
    });

    const host = `mlflow-comes-up.${platform.namespace}.svc.cluster.local`;
    expect(status).toMatchObject({
      trackingUri: `http://${host}:80`,
      artifactRoot: expect.stringMatching(/^s3:\/\/mlflow-comes-up-/),
      database: { clusterState: 'IDLE' },
    });
    const { items } = await platform.aggregator.get<EnvironmentHistory>(
      platform.pathOf('comes-up', '/history'),
    );
    expect(items.map(({ to }) => to)).toEqual(['Healthy', 'Provisioning']);
  });

  it('hands a changed parameter on', async () => {
    await platform.untilHealthy('scales');

    await platform.claim('scales', { parameters: { server: { replicas: 3 } } });

    await eventually(async () => {
      const server = await platform.composed('scales', 'mlflow-server');
      expect(server.spec).toMatchObject({ replicas: 3 });
      return true;
    });
    await platform.untilHealthy('scales');
  });

  it('is changing while its database grows, and healthy all the time', async () => {
    await platform.untilHealthy('grows');

    await platform.claim('grows', {
      parameters: { database: { tier: 'M20' } },
      // The cloud takes its time over the change.
      annotations: { [SPEED_ANNOTATION]: '0.1' },
    });

    await platform.until('grows', {
      health: { status: 'Healthy', changing: true },
    });
    const statuses = new Set<string>();
    await eventually(async () => {
      const { health } = await platform.environment('grows');
      statuses.add(health.status);
      return !health.changing;
    });
    expect([...statuses]).toEqual(['Healthy']);
    const { spec } = await platform.composed('grows', 'atlas-cluster');
    const cluster = await platform.external('grows', 'atlas-cluster');
    const size = expect.stringContaining('"instanceSize":"M20"');
    expect(JSON.stringify(spec)).toEqual(size);
    expect(JSON.stringify(cluster?.settings)).toEqual(size);
  });
});
