import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { Writes } from '../lib/Writes';
import { Environments } from '../environments/Environments';
import { EnvironmentStore } from '../store';

type Watched = Pick<Environments, 'list' | 'onChange'>;

const PREFIX = 'mlflow_environments';

/** Offers metrics for alerts: how environments are, and how well each cluster is known. */
export function announceMetrics(
  environments: Watched,
  store: EnvironmentStore,
  writes: Pick<Writes, 'pending'>,
  metrics: MetricsService,
): void {
  metrics
    .createObservableGauge(`${PREFIX}.environments`, {
      description: 'Environments by cluster and health',
      unit: '{environments}',
    })
    .addCallback(result => {
      for (const [key, count] of countByHealth(environments)) {
        const [cluster, status] = JSON.parse(key);
        result.observe(count, { cluster, status });
      }
    });
  metrics
    .createObservableGauge(`${PREFIX}.cluster.objects`, {
      description: 'Objects held in memory, by cluster and kind',
      unit: '{objects}',
    })
    .addCallback(result => {
      for (const { cluster, kinds } of store.status()) {
        for (const { kind, objects } of kinds) {
          result.observe(objects, { cluster, kind });
        }
      }
    });
  metrics
    .createObservableGauge(`${PREFIX}.cluster.unreadable_kinds`, {
      description: 'Kinds that can not be read at the moment, or may not be',
      unit: '{kinds}',
    })
    .addCallback(result => {
      for (const { cluster, kinds } of store.status()) {
        const unreadable = kinds.filter(
          ({ state }) => state === 'failing' || state === 'forbidden',
        );
        result.observe(unreadable.length, { cluster });
      }
    });
  metrics
    .createObservableGauge(`${PREFIX}.cluster.synced`, {
      description:
        '1 while everything of the cluster that may be read is known',
    })
    .addCallback(result => {
      for (const { cluster, state } of store.status()) {
        result.observe(state === 'synced' ? 1 : 0, { cluster });
      }
    });
  metrics
    .createObservableGauge(`${PREFIX}.cluster.lag`, {
      description: 'Time since a cluster was last heard',
      unit: 's',
    })
    .addCallback(result => {
      for (const { cluster, lagSeconds } of store.status()) {
        if (lagSeconds !== undefined) {
          result.observe(lagSeconds, { cluster });
        }
      }
    });
  metrics
    .createObservableGauge(`${PREFIX}.database.waiting`, {
      description: 'Changes that wait to be stored',
      unit: '{changes}',
    })
    .addCallback(result => result.observe(writes.pending));
  measureTimeToReady(environments, metrics);
}

function measureTimeToReady(
  environments: Watched,
  metrics: MetricsService,
): void {
  const timeToReady = metrics.createHistogram(`${PREFIX}.time_to_ready`, {
    description:
      'From the creation of an environment to its first being healthy',
    unit: 's',
    advice: { explicitBucketBoundaries: [30, 60, 120, 300, 600, 1200, 2400] },
  });
  environments.onChange(({ before, after }) => {
    const { createdAt, health } = after?.detail ?? {};
    const becameReady =
      before?.detail.health.status === 'Provisioning' &&
      health?.status === 'Healthy';
    if (becameReady && createdAt && after) {
      const seconds = (Date.now() - Date.parse(createdAt)) / 1000;
      timeToReady.record(seconds, { stage: after.facts.stage });
    }
  });
}

function countByHealth(environments: Watched): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { detail } of environments.list()) {
    const key = JSON.stringify([detail.ref.cluster, detail.health.status]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
