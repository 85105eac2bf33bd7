import {
  MetricsService,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { EnvironmentDetail } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Environments, ViewChange } from '../environments/Environments';
import { toView } from '../environments/EnvironmentView';
import { MemoryEnvironmentStore } from '../store';
import { announceMetrics } from './announceMetrics';

function aDetail(
  name: string,
  status: EnvironmentDetail['health']['status'],
): EnvironmentDetail {
  return {
    ref: { cluster: 'one', namespace: 'team-a', name },
    uid: name,
    version: 1,
    entityRef: `resource:team-a/${name}`,
    owner: 'unknown',
    parameters: { stage: 'prod' },
    createdAt: '2026-11-24T09:00:00Z',
    health: { status, progress: { ready: 0, total: 0 } },
    links: [],
    resources: [],
    conditions: [],
  };
}

describe('announceMetrics', () => {
  it('counts environments, dates clusters, and times how long environments take', () => {
    const gauges = new Map<string, MetricsServiceObservableCallback>();
    const record = jest.fn();
    const metrics: MetricsService = metricsServiceMock.mock({
      createObservableGauge: name => ({
        addCallback: callback => gauges.set(name, callback),
        removeCallback: jest.fn(),
      }),
      createHistogram: () => ({ record }),
    });
    const listeners: Array<(change: ViewChange) => void> = [];
    const environments: Pick<Environments, 'list' | 'onChange'> = {
      list: () =>
        [aDetail('a', 'Healthy'), aDetail('b', 'Healthy')].map(toView),
      onChange: listener => listeners.push(listener),
    };
    const store = new MemoryEnvironmentStore({
      logger: mockServices.logger.mock(),
    });
    store
      .addCluster({ name: 'one', default: true })
      .kind({ group: 's3.aws.m.upbound.io', kind: 'Bucket' }, 'composed')
      .state('forbidden');

    announceMetrics(environments, store, { pending: 3 }, metrics);

    const observed = [...gauges].map(([name, callback]) => {
      const observe = jest.fn();
      callback({ observe });
      return [name, observe.mock.calls];
    });
    expect(observed).toEqual([
      [
        'mlflow_environments.environments',
        [[2, { cluster: 'one', status: 'Healthy' }]],
      ],
      [
        'mlflow_environments.cluster.objects',
        [[0, { cluster: 'one', kind: 'Bucket.s3.aws.m.upbound.io' }]],
      ],
      [
        'mlflow_environments.cluster.unreadable_kinds',
        [[1, { cluster: 'one' }]],
      ],
      ['mlflow_environments.cluster.synced', [[0, { cluster: 'one' }]]],
      ['mlflow_environments.cluster.lag', []],
      ['mlflow_environments.database.waiting', [[3]]],
    ]);

    const { ref } = aDetail('a', 'Healthy');
    const change = (from: 'Provisioning' | 'Degraded') =>
      listeners.forEach(listener =>
        listener({
          ref,
          before: toView(aDetail('a', from)),
          after: toView(aDetail('a', 'Healthy')),
        }),
      );
    change('Degraded');
    expect(record).not.toHaveBeenCalled();
    change('Provisioning');
    expect(record).toHaveBeenCalledWith(expect.any(Number), { stage: 'prod' });
  });
});
